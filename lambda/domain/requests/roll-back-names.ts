/** Names of the executions that roll back what another execution has made. Pure. */
import { executionName, executionNameOf } from '../model/execution-name.js';

const FIRST = 'undo';
const SECOND = 'undo-again';

/** @param execution name or ARN of the one that is rolled back */
export function rollBackName(execution: string): string {
  return executionName(FIRST, executionNameOf(execution));
}

/** Name of the execution that rolls back again, after a roll-back that was cut off. */
export function secondRollBackName(execution: string): string {
  return executionName(SECOND, executionNameOf(execution));
}

/** Prefixes of the names of all roll-backs of executions whose names have a prefix. */
export function rollBackPrefixes(prefix: string): readonly string[] {
  return [FIRST, SECOND].map((begin) => `${begin}_${prefix}`);
}

/** Name of the execution that is rolled back by one of {@link rollBackPrefixes}. */
export function rolledBackBy(rollBack: string): string {
  return rollBack.slice(rollBack.indexOf('_') + 1);
}
