import type { Problem } from "../problem.ts";

const titles: Record<number, string> = {
  404: "Nothing to see here",
  413: "That was too much",
  500: "Something broke",
  503: "Just a moment",
};

export function ErrorPage({ problem }: { problem: Problem }) {
  const isTemporary = problem.status === 503;
  return (
    <section class="message">
      <p class="code">{problem.status}</p>
      <h1>{titles[problem.status] ?? "That did not work"}</h1>
      <p class="sentence">{problem.message}.</p>
      {isTemporary ? (
        <p class="muted">Reload this page to try again: nothing is done twice.</p>
      ) : null}
      <a class="button" href="/products">
        Back to the catalogue
      </a>
    </section>
  );
}
