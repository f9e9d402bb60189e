/**
 * What version 4.5.0 of kreuzwerker/docker declares about its attributes, by the resource's type:
 * Terraform's own listing of a schema lacks it. Where the stand-in has an attribute, a test holds
 * these lists against its schema.
 */
type ByType<T> = Readonly<Record<string, T>>;

/** The attributes that are updated in place: any other one forces a replacement. */
export const IN_PLACE: ByType<readonly string[]> = {
  docker_container: [
    "attach",
    "container_read_refresh_timeout_milliseconds",
    "cpu_period",
    "cpu_quota",
    "cpu_set",
    "cpu_shares",
    "destroy_grace_seconds",
    "device_read_bps",
    "device_read_iops",
    "device_write_bps",
    "device_write_iops",
    "healthcheck",
    "init",
    "logs",
    "max_retry_count",
    "memory",
    "memory_reservation",
    "memory_swap",
    "must_run",
    "remove_volumes",
    "restart",
    "rm",
    "start",
    "timeouts",
    "tmpfs",
    "wait",
    "wait_timeout",
  ],
  docker_image: ["force_remove", "keep_locally", "timeouts"],
  docker_network: ["timeouts"],
  docker_volume: ["timeouts"],
};

/** Defaults other than `false` and an empty text, also those that the provider reads from the engine. */
export const DEFAULTS: ByType<Readonly<Record<string, unknown>>> = {
  docker_container: {
    container_read_refresh_timeout_milliseconds: 15_000,
    cpu_shares: 0,
    max_retry_count: 0,
    memory_reservation: 0,
    must_run: true,
    network_mode: "bridge",
    remove_volumes: true,
    restart: "no",
    start: true,
    wait_timeout: 60,
  },
  docker_network: { ipam_driver: "default" },
};

/** The same of attributes in nested blocks, whatever the block. */
export const BLOCK_DEFAULTS: Readonly<Record<string, unknown>> = {
  cpu_period: 0,
  cpu_quota: 0,
  cpu_shares: 0,
  dockerfile: "Dockerfile",
  gw_priority: 0,
  interval: "0s",
  ip: "0.0.0.0",
  memory: 0,
  memory_swap: 0,
  protocol: "tcp",
  remove: true,
  retries: 0,
  shm_size: 0,
  start_interval: "0s",
  start_period: "0s",
  timeout: "0s",
};

/** Attributes that are read from the engine where a stage leaves them out. */
export const COMPUTED: ByType<readonly string[]> = {
  docker_container: [
    "bridge",
    "command",
    "container_logs",
    "entrypoint",
    "exit_code",
    "hostname",
    "init",
    "ipc_mode",
    "network_data",
    "platform",
    "runtime",
    "shm_size",
    "stop_signal",
    "working_dir",
  ],
  docker_image: ["image_id", "repo_digest"],
  docker_network: ["driver", "ipam_config", "options", "scope"],
  docker_volume: ["driver", "driver_opts", "mountpoint"],
};
