function painter(code: number): (text: string) => string {
  return (text) => {
    const colours = process.stdout.isTTY === true && !process.env.NO_COLOR;
    return colours ? `\u001b[${code}m${text}\u001b[0m` : text;
  };
}

export const red = painter(31);
export const green = painter(32);
export const yellow = painter(33);
export const bold = painter(1);
export const dim = painter(2);
