import { docker, type Shop, until } from "./shop.ts";

interface Member {
  readonly Member: string;
  readonly Role: string;
  readonly State: string;
}

/** The members of a shop's replicated database, as Patroni sees them. */
export class DatabaseCluster {
  constructor(private readonly shop: Shop) {}

  /** The name of the server that leads. */
  async leader(): Promise<string> {
    return this.named("Leader");
  }

  /** The name of a replica that has every acknowledged row. */
  async replica(): Promise<string> {
    return this.named("Sync Standby");
  }

  /** Waits until one leads and both others have every acknowledged row. */
  async whole(): Promise<void> {
    await until(
      "one member leads and two are synchronous",
      async () => {
        const roles = (await this.list()).map(({ Role }) => Role).sort();
        return roles.join() === "Leader,Sync Standby,Sync Standby";
      },
      60,
    );
  }

  /** Waits until a member has every acknowledged row, or leads. */
  async inStep(name: string): Promise<void> {
    await until(
      `${name} has every order`,
      async () => {
        const member = (await this.list()).find(({ Member }) => Member === name);
        return member?.Role === "Sync Standby" || member?.Role === "Leader";
      },
      60,
    );
  }

  private async named(role: string): Promise<string> {
    const member = (await this.list()).find(({ Role }) => Role === role);
    if (!member) throw new Error(`no member is ${role}`);
    return member.Member;
  }

  private async list(): Promise<Member[]> {
    for (const container of Object.values(await this.shop.databases())) {
      const command = ["patronictl", "-c", "/etc/patroni/patroni.yml", "list", "-f", "json"];
      const text = await docker("exec", container, ...command).catch(() => "[]");
      const list = JSON.parse(text) as Member[];
      if (list.length > 0) return list;
    }
    return [];
  }
}
