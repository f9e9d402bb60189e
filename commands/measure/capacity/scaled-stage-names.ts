/** The numbers of app servers to measure stage 3 with. */
export const appServerCounts = [1, 2, 4] as const;

/** The name of stage 3 with that many app servers in `scaled-stages.ts`. */
export function scaledStage(appServers: number): string {
  return `stage-3-app-${appServers}`;
}

/** The program that synthesizes them, by its path in the checkout. */
export const scaledStages = "commands/measure/capacity/scaled-stages.ts";
