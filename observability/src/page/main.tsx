import { render } from "preact";
import type { ObservedArchitecture } from "../model/architecture.ts";
import { fetchJson } from "./fetch-json.ts";
import { Page } from "./page.tsx";
import "uplot/dist/uPlot.min.css";
import "./style.css";

/** Retries until the dashboard returns the architecture, then renders the page. */
async function start(): Promise<void> {
  for (;;) {
    try {
      const architecture = await fetchJson<ObservedArchitecture>("/api/architecture");
      render(<Page initial={architecture} />, document.body);
      return;
    } catch (error) {
      render(<p class="notice">{(error as Error).message}</p>, document.body);
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
}

void start();
