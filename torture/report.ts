import type { FinalOutcome, Task } from './play-task.js';

/** The command that repeats a sequence. */
export function commandFor({ model, seed, index }: Task): string {
  return `npm run torture -- --model ${model} --seed ${seed} --only ${index}`;
}

/** Report of a violated invariant: the sequence, its steps, the violations, and the command that repeats it. */
export function describeBroken(task: Task, { violations, lines, stepCount }: FinalOutcome): string {
  const shown = Math.max(0, lines.length - 1);
  const shorter = shown < stepCount ? `, of which ${shown} are enough` : '';
  return [
    `BROKEN: model ${task.model}, seed ${task.seed}, sequence ${task.index} (${stepCount} steps${shorter})`,
    ...lines.map((line) => `    ${line}`),
    ...violations.map((wording) => `  ! ${wording}`),
    `  repeat with: ${commandFor(task)}`,
  ].join('\n');
}

/** Counts of the sequences played so far. */
export class Tally {
  private readonly began = performance.now();
  private readonly actors = new Map<string, number>();
  private readonly played = new Map<string, number>();
  private readonly broken: Task[] = [];

  add(task: Task, { violations, actors }: FinalOutcome): void {
    count(this.played, task.model);
    for (const actor of actors) count(this.actors, `${task.model}: ${actor}`);
    if (violations.length > 0) this.broken.push(task);
  }

  get brokenCount(): number {
    return this.broken.length;
  }

  get playedCount(): number {
    return sum(this.played);
  }

  progress(total: number): string {
    return `${this.playedCount} of ${total} sequences, ${this.brokenCount} broken, ${this.pace}`;
  }

  summary(): string {
    const models = [...this.played].map(([model, times]) => `${times} of ${model}`).join(', ');
    const actors = [...this.actors].sort(([a], [b]) => (a < b ? -1 : 1));
    const width = Math.max(0, ...actors.map(([name]) => name.length));
    return [
      'What happened, and how often:',
      ...actors.map(([name, times]) => `  ${name.padEnd(width)} ${String(times).padStart(7)}`),
      `${this.playedCount} sequences (${models}), ${this.pace}.`,
      this.broken.length === 0
        ? 'Every invariant held.'
        : `${this.broken.length} violated an invariant:\n${this.broken.map((task) => `  ${commandFor(task)}`).join('\n')}`,
    ].join('\n');
  }

  private get pace(): string {
    const seconds = (performance.now() - this.began) / 1000;
    return `${seconds.toFixed(0)} s, ${(this.playedCount / seconds).toFixed(2)} sequences a second`;
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, number) => total + number, 0);
}
