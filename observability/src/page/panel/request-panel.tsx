import { useContext } from "preact/hooks";
import { IsLive } from "../is-live.ts";
import { traceLink } from "./links.ts";
import { Logs } from "./logs.tsx";

/** The log lines of all servers for one request. */
export function RequestPanel({ id }: { readonly id: string }) {
  const isLive = useContext(IsLive);
  const trace = isLive ? undefined : traceLink(id);
  return (
    <>
      <p class="about">
        <code>{id}</code>
      </p>
      <p class="links">
        {trace && (
          <a href={trace} target="_blank" rel="noopener">
            Its trace ↗
          </a>
        )}
      </p>
      <Logs fixed={{ requestId: id }} />
    </>
  );
}
