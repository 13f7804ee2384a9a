// Which cases a file holds: their names and where they stand. What comes of them the desk says.

export interface Case {
  name: string;
  /** The line its name stands in, counted from 1. */
  line: number;
}

const NAME = /^\s*name\s*=\s*("(?:[^"\\]|\\.)*"|'[^']*')/;

/** The names in a TOML file of cases, as far as they stand in a line of their own after `[[case]]`. */
export function casesIn(text: string): Case[] {
  const found: Case[] = [];
  let waits = false;
  for (const [at, line] of text.split('\n').entries()) {
    if (/^\s*\[/.test(line)) waits = /^\s*\[\[\s*case\s*\]\]/.test(line);
    const name = waits ? NAME.exec(line)?.[1] : undefined;
    if (name === undefined) continue;
    found.push({ name: unquoted(name), line: at + 1 });
    waits = false;
  }
  return found;
}

function unquoted(written: string): string {
  if (written.startsWith("'")) return written.slice(1, -1);
  try {
    return String(JSON.parse(written));
  } catch {
    // TOML knows escapes that JSON does not.
    return written.slice(1, -1);
  }
}
