import { render } from "preact";
import type { ObservedArchitecture } from "../model/architecture.ts";
import { ask } from "./ask.ts";
import { Page } from "./page.tsx";
import "uplot/dist/uPlot.min.css";
import "./style.css";

/** The architecture of a stage does not change while the dashboard runs: it is asked for until it is there. */
async function start(): Promise<void> {
  for (;;) {
    try {
      const architecture = await ask<ObservedArchitecture>("/api/architecture");
      render(<Page known={architecture} />, document.body);
      return;
    } catch (error) {
      render(<p class="notice">{(error as Error).message}</p>, document.body);
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
}

void start();
