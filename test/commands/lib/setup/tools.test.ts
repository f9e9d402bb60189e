import { expect, test } from "vitest";
import { isDebianFamily } from "../../../../commands/lib/setup/install.ts";
import { isSupported } from "../../../../commands/lib/setup/terraform.ts";

test("packages are installed on Debian, Ubuntu and their derivatives only", () => {
  expect(isDebianFamily('NAME="Debian"\nID=debian\n')).toBe(true);
  expect(isDebianFamily("ID=ubuntu\nID_LIKE=debian\n")).toBe(true);
  expect(isDebianFamily('ID=linuxmint\nID_LIKE="ubuntu debian"\n')).toBe(true);
  expect(isDebianFamily('ID="fedora"\nVERSION_ID=41\n')).toBe(false);
});

test("Terraform 1.5 and newer is supported", () => {
  expect(["1.4.7", "1.5.0", "1.11.4", "2.0.0"].map(isSupported)).toEqual([false, true, true, true]);
});
