import type { Charts } from "../../architecture/charts.ts";
import { nginxCharts } from "../nginx/charts.ts";
import { requestCharts } from "../server/charts.ts";

export const charts: Partial<Charts> = {
  roles: { "file-server": [...requestCharts, ...nginxCharts] },
};
