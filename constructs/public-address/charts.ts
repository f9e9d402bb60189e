import type { Charts } from "../../architecture/charts.ts";
import { proxyCharts } from "../haproxy/charts.ts";
import { requestCharts } from "../server/charts.ts";

export const charts: Partial<Charts> = {
  roles: { "public-address": [...requestCharts, ...proxyCharts] },
};
