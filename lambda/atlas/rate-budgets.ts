import type { RateBudget } from '../domain/ports.js';

/** The token bucket of each project as the last answer told it. Atlas does not promise the headers. */
export class RateBudgets {
  private readonly budgets = new Map<string, RateBudget>();

  note(projectId: string, headers: Headers): void {
    const limit = count(headers.get('ratelimit-limit'));
    const remaining = count(headers.get('ratelimit-remaining'));
    if (limit !== undefined && remaining !== undefined) this.budgets.set(projectId, { limit, remaining });
  }

  of(projectId: string): RateBudget | undefined {
    return this.budgets.get(projectId);
  }
}

function count(header: string | null): number | undefined {
  return header !== null && /^\d+$/.test(header) ? Number(header) : undefined;
}
