import { type FileHandle, open, readFile } from "node:fs/promises";

export interface Charge {
  readonly orderId: string;
  readonly amountCents: number;
  readonly status: "paid" | "refused";
}

/** All charges: an append-only file of JSON lines, synced to disk before each response. */
export class Book {
  private readonly pending = new Map<string, Promise<Charge>>();
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: FileHandle,
    private size: number,
    private readonly charges: Map<string, Charge>,
  ) {}

  /** Reads the book. A torn last line, left by a crash, was never acknowledged: it is truncated. */
  static async open(path: string): Promise<Book> {
    const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "";
      throw error;
    });
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    const charges = new Map<string, Charge>();
    whole.split("\n").forEach((line, index) => {
      if (line === "") return;
      const charge = read(line, `${path} line ${index + 1}`);
      charges.set(charge.orderId, charge);
    });

    const file = await open(path, "a");
    const size = Buffer.byteLength(whole);
    await file.truncate(size);
    return new Book(file, size, charges);
  }

  /** The charge of an order, idempotent: `decide` makes it unless it exists. */
  async charge(orderId: string, decide: () => Promise<Charge>): Promise<Charge> {
    const known = this.charges.get(orderId) ?? this.pending.get(orderId);
    if (known !== undefined) return known;

    const made = this.make(decide).finally(() => this.pending.delete(orderId));
    this.pending.set(orderId, made);
    return made;
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private async make(decide: () => Promise<Charge>): Promise<Charge> {
    const charge = await decide();
    const before = this.writing;
    this.writing = before.catch(() => undefined).then(() => this.append(charge));
    await this.writing;
    this.charges.set(charge.orderId, charge);
    return charge;
  }

  private async append(charge: Charge): Promise<void> {
    const line = `${JSON.stringify({ ...charge, at: new Date().toISOString() })}\n`;
    try {
      await this.file.appendFile(line);
      await this.file.datasync();
      this.size += Buffer.byteLength(line);
    } catch (error) {
      // a full disk may have left a partial line
      await this.file.truncate(this.size);
      throw error;
    }
  }
}

function read(line: string, where: string): Charge {
  try {
    const { orderId, amountCents, status } = JSON.parse(line) as Charge;
    return { orderId, amountCents, status };
  } catch {
    throw new Error(`cannot read the book: ${where} is not JSON: restore it from a copy`);
  }
}
