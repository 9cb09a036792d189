/** What tells one chosen file from another. */
interface Chosen {
  name: string;
  size: number;
  lastModified: number;
}

/**
 * The files with those added behind them, but not the same file twice. Both ends of a tunnel often call
 * their logs by the same name; they are the same file only if they are as long and as old, too.
 */
export function withAdded<F extends Chosen>(before: F[], added: F[]): F[] {
  const all = [...before];
  for (const file of added) if (!all.some((known) => isSame(known, file))) all.push(file);
  return all;
}

function isSame(one: Chosen, other: Chosen): boolean {
  return one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
}

/** Each file with a name of its own: numbered as the server numbers the files of a case. */
export function named<F extends { name: string }>(files: F[]): { file: F; name: string }[] {
  const taken = new Set<string>();
  return files.map((file) => {
    let name = file.name;
    for (let number = 2; taken.has(name.toLowerCase()); number++) {
      name = `${file.name} (${String(number)})`;
    }
    taken.add(name.toLowerCase());
    return { file, name };
  });
}
