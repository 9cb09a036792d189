import type { Permission, Role } from "./role";

export interface Token {
  id: string;
  name: string;
  role: Role;
  scopes: Permission[];
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt?: Date;
  createdBy: string;
}

/** A token that was just made; its text is shown once. */
export interface NewToken {
  id: string;
  name: string;
  expiresAt: Date;
  token: string;
}

export interface TokenWish {
  name: string;
  role: Role;
  scopes: Permission[];
  days: number;
}

export const longestTokenName = 200;
export const mostTokenDays = 365;

export type TokenState = "active" | "ending" | "expired";

const soon = 14 * 86_400_000;

/** "ending": within two weeks, time enough to replace it. */
export function tokenState(token: Pick<Token, "expiresAt">, now: Date): TokenState {
  const left = token.expiresAt.getTime() - now.getTime();
  if (left <= 0) return "expired";
  return left <= soon ? "ending" : "active";
}
