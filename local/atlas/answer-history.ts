import type { WireAnswer } from './faults.js';

/** Answers that a cache in front of Atlas would have, by path: the last two different ones. */
export class AnswerHistory {
  private readonly answers = new Map<string, readonly WireAnswer[]>();

  note(path: string, answer: WireAnswer): void {
    const known = this.answers.get(path) ?? [];
    if (known.at(-1)?.body === answer.body) return;
    this.answers.set(path, [...known, answer].slice(-2));
  }

  /** @returns the last answer that differs from the current one */
  before(path: string, current: WireAnswer): WireAnswer | undefined {
    return this.answers.get(path)?.findLast(({ body }) => body !== current.body);
  }
}
