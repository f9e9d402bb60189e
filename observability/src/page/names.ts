const titles: Record<string, string> = {
  app: "App servers",
  cdn: "CDN edges",
  collector: "Collector",
  database: "Database",
  "database-proxy": "Database proxy",
  "docker-api-proxy": "Docker API proxy",
  etcd: "etcd",
  host: "Shared host",
  "admin-proxy": "Admin proxy",
  queue: "Queue",
  web: "Web servers",
  worker: "Workers",
};

/** The title of a role. */
export function titleOf(role: string): string {
  return titles[role] ?? (role.charAt(0).toUpperCase() + role.slice(1)).replaceAll("-", " ");
}

/** A size: `0.5 cores · 256 MiB`; unknown for a server that is in no stage. */
export function sizeText({ cpus, memoryMiB }: { cpus: number; memoryMiB: number }): string {
  if (cpus === 0) return "size unknown";
  return `${cpus} ${cpus === 1 ? "core" : "cores"} · ${memoryMiB} MiB`;
}
