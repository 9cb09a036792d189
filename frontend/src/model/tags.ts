export const mostTags = 20;
export const longestKey = 64;
export const longestTagValue = 256;

export interface Tag {
  key: string;
  value: string;
}

/** As the filter of the target list has it: `site:seoul`, or `critical` for a tag without a value. */
export function tagText({ key, value }: Tag): string {
  return value === "" ? key : `${key}:${value}`;
}

export function tagsOf(tags: Record<string, string>): Tag[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

export type TagComplaint = "empty" | "long" | "colon" | "repeated" | "longValue";

/** What is wrong with each of the tags, in their order. The case of keys matters. */
export function tagComplaints(tags: Tag[]): (TagComplaint | undefined)[] {
  const keys = tags.map((tag) => tag.key.trim());
  return tags.map(({ value }, index) => {
    const key = keys[index] ?? "";
    if (key === "") return "empty";
    if (key.length > longestKey) return "long";
    if (key.includes(":")) return "colon";
    if (keys.indexOf(key) < index) return "repeated";
    return value.length > longestTagValue ? "longValue" : undefined;
  });
}
