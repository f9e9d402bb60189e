import type { Charts } from "../../../architecture/charts.ts";

export const charts: Partial<Charts> = {
  roles: {
    logs: [
      { title: "Size of the logs", unit: "bytes", lines: { size: "sum(vl_data_size_bytes)" } },
    ],
  },
};
