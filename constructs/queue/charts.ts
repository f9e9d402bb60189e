import type { Charts } from "../../architecture/charts.ts";

export const charts: Partial<Charts> = {
  roles: {
    queue: [
      {
        title: "Waiting messages",
        unit: "count",
        by: {
          label: "queue",
          query: "sum by (queue) (rabbitmq_detailed_queue_messages_ready)",
        },
      },
      {
        title: "Consumers",
        unit: "count",
        by: { label: "queue", query: "sum by (queue) (rabbitmq_detailed_queue_consumers)" },
      },
    ],
  },
};
