import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

/** DuckDB without data of its own, in little memory; one statement at a time. */
export class Database {
  private last: Promise<unknown> = Promise.resolve();

  private constructor(private readonly connection: DuckDBConnection) {}

  /** @param temporary where it puts what does not fit into memory */
  static async open(temporary: string): Promise<Database> {
    const instance = await DuckDBInstance.create(":memory:", {
      threads: "1",
      memory_limit: "128MB",
      temp_directory: temporary,
      max_temp_directory_size: "256MB",
      preserve_insertion_order: "false",
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
    });
    return new Database(await instance.connect());
  }

  /** The rows as objects whose values are texts, numbers or null. */
  async rows(sql: string, values: readonly string[]): Promise<Record<string, unknown>[]> {
    const reader = await this.connection.runAndReadAll(sql, [...values]);
    return reader.getRowObjectsJson();
  }

  async run(sql: string): Promise<void> {
    await this.connection.run(sql);
  }

  /** Does that when all that was begun before is done, and keeps others waiting until it is done. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work);
    this.last = done.catch(() => {});
    return done;
  }
}
