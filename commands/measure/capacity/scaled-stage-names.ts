/** With how many app servers the same stage is measured. */
export const appServerCounts = [1, 2, 4] as const;

/** What `scaled-stages.ts` calls stage 3 with that many app servers. */
export function scaledStage(appServers: number): string {
  return `stage-3-app-${appServers}`;
}

/** The program that makes them, by its path in the checkout. */
export const scaledStages = "commands/measure/capacity/scaled-stages.ts";
