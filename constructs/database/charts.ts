import type { Charts } from "../../architecture/charts.ts";
import { proxyCharts } from "../haproxy/charts.ts";

/** The databases that are not PostgreSQL's own. */
const databases = 'instance=~"$instance", datname!~"|postgres|template[01]"';

export const charts: Partial<Charts> = {
  roles: {
    database: [
      {
        title: "Sessions",
        unit: "count",
        by: { label: "state", query: `sum by (state) (pg_stat_activity_count{${databases}})` },
      },
      {
        title: "Transactions",
        unit: "per second",
        lines: {
          committed: `sum(rate(pg_stat_database_xact_commit{${databases}}[$window]))`,
          "rolled back": `sum(rate(pg_stat_database_xact_rollback{${databases}}[$window]))`,
        },
      },
      {
        title: "Behind the primary",
        unit: "bytes",
        lines: {
          behind:
            'max(member:replication_lag:bytes{name="$server"}) or max(patroni_primary{name="$server"}) * 0',
        },
      },
    ],
    "database-proxy": proxyCharts,
    etcd: [
      {
        title: "Calls",
        unit: "per second",
        lines: { calls: 'sum(rate(grpc_server_handled_total{instance=~"$instance"}[$window]))' },
      },
      {
        title: "Size of its data",
        unit: "bytes",
        lines: { size: 'max(etcd_mvcc_db_total_size_in_bytes{instance=~"$instance"})' },
      },
    ],
  },
};
