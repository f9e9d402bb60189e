/** A range of addresses that the engine divides into subnets. */
export interface AddressPool {
  /** Such as `172.20.0.0/14`. */
  readonly base: string;
  /** The prefix length of each subnet: 16. */
  readonly size: number;
}

/** What every engine has whose daemon.json names no `default-address-pools`. */
export const DEFAULT_POOLS: readonly AddressPool[] = [
  { base: "172.17.0.0/16", size: 16 },
  { base: "172.18.0.0/16", size: 16 },
  { base: "172.19.0.0/16", size: 16 },
  { base: "172.20.0.0/14", size: 16 },
  { base: "172.24.0.0/14", size: 16 },
  { base: "172.28.0.0/14", size: 16 },
  { base: "192.168.0.0/16", size: 20 },
];

/** Addresses from the first to the last, as numbers. */
interface Range {
  readonly first: number;
  readonly last: number;
}

/**
 * Counts the subnets of an engine's pools that no other network overlaps.
 * @param taken subnets such as `172.17.0.0/16`; those of IPv6 do not count
 */
export function countFree(
  pools: readonly AddressPool[],
  taken: readonly string[],
): { readonly free: number; readonly all: number } {
  const ranges = taken.flatMap((each) => rangeOf(each) ?? []);
  const subnets = pools.flatMap(({ base, size }) => subnetsOf(base, size));
  const isFree = ({ first, last }: Range) =>
    !ranges.some((range) => range.first <= last && first <= range.last);
  return { free: subnets.filter(isFree).length, all: subnets.length };
}

/** More subnets than this are never used up. */
const MOST = 4096;

function subnetsOf(base: string, size: number): Range[] {
  const range = rangeOf(base);
  if (!range) return [];
  const width = 2 ** (32 - size);
  const count = Math.min(MOST, Math.floor((range.last - range.first + 1) / width));
  return Array.from({ length: count }, (_, i) => {
    const first = range.first + i * width;
    return { first, last: first + width - 1 };
  });
}

function rangeOf(subnet: string): Range | undefined {
  const [, address = "", bits] = subnet.match(/^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/) ?? [];
  if (bits === undefined) return undefined;
  const number = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const width = 2 ** (32 - Number(bits));
  const first = Math.floor(number / width) * width;
  return { first, last: first + width - 1 };
}
