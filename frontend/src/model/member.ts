import type { Role } from "./role";

export interface Member {
  id: string;
  name: string;
  role: Role;
  /** False: deactivated, may nothing. */
  active: boolean;
  /** Whether the role follows the identity provider. */
  mapped: boolean;
  issuer: string;
  subject: string;
}

/** A value of the role claim and what it makes of a person. */
export interface RoleMapping {
  value: string;
  role: Role;
}

export const mostMappings = 100;
export const longestClaimValue = 200;

export type MappingComplaint = "empty" | "long" | "repeated";

/** What is wrong with each of the mappings, in their order. A value that stands above already is never reached. */
export function mappingComplaints(mappings: RoleMapping[]): (MappingComplaint | undefined)[] {
  const values = mappings.map((mapping) => mapping.value.trim());
  return values.map((value, index) => {
    if (value === "") return "empty";
    if (value.length > longestClaimValue) return "long";
    return values.indexOf(value) < index ? "repeated" : undefined;
  });
}

export function sameMappings(some: RoleMapping[], others: RoleMapping[]): boolean {
  return (
    some.length === others.length &&
    some.every((one, index) => one.value === others[index]?.value && one.role === others[index].role)
  );
}

/** The list with the element at `from` moved to `to`. */
export function moved<T>(list: T[], from: number, to: number): T[] {
  const rest = list.filter((_, index) => index !== from);
  return [...rest.slice(0, to), ...list.slice(from, from + 1), ...rest.slice(to)];
}
