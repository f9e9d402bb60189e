/** Whether a stream is a terminal that follows control codes: that of an editor may not. */
export function isTerminal(stream: Pick<NodeJS.WriteStream, "isTTY">, env = process.env): boolean {
  return stream.isTTY === true && env.TERM !== "dumb";
}

function painter(code: number): (text: string) => string {
  return (text) => {
    const colours = isTerminal(process.stdout) && !process.env.NO_COLOR;
    return colours ? `\u001b[${code}m${text}\u001b[0m` : text;
  };
}

export const red = painter(31);
export const green = painter(32);
export const yellow = painter(33);
export const bold = painter(1);
export const dim = painter(2);
