/** The part of the Amazon States Language (JSONPath) that the template uses. */
import { type ChoiceRule, unknownFieldsOf } from './choice.js';

export interface RetryRule {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

export interface CatchRule {
  readonly ErrorEquals: readonly string[];
  readonly ResultPath?: string;
  readonly Next: string;
}

export interface TaskState {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly Parameters?: unknown;
  /** Limit of each attempt. */
  readonly TimeoutSeconds?: number;
  readonly TimeoutSecondsPath?: string;
  readonly ResultSelector?: unknown;
  readonly ResultPath?: string;
  readonly Retry?: readonly RetryRule[];
  readonly Catch?: readonly CatchRule[];
  readonly Next?: string;
  readonly End?: boolean;
}

export interface ChoiceState {
  readonly Type: 'Choice';
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}

export interface WaitState {
  readonly Type: 'Wait';
  readonly Seconds?: number;
  readonly SecondsPath?: string;
  readonly TimestampPath?: string;
  readonly Next: string;
}

export interface PassState {
  readonly Type: 'Pass';
  readonly Parameters?: unknown;
  readonly Result?: unknown;
  readonly ResultPath?: string;
  readonly Next?: string;
  readonly End?: boolean;
}

export interface FailState {
  readonly Type: 'Fail';
  readonly Error: string;
  readonly Cause?: string;
  readonly CausePath?: string;
}

export interface SucceedState {
  readonly Type: 'Succeed';
}

export type State = TaskState | ChoiceState | WaitState | PassState | FailState | SucceedState;

export interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
  readonly TimeoutSeconds?: number;
}

const KNOWN_FIELDS: Readonly<Record<State['Type'], readonly string[]>> = {
  Task: [
    'Resource',
    'Parameters',
    'TimeoutSeconds',
    'TimeoutSecondsPath',
    'ResultSelector',
    'ResultPath',
    'Retry',
    'Catch',
    'Next',
    'End',
  ],
  Choice: ['Choices', 'Default'],
  Wait: ['Seconds', 'SecondsPath', 'TimestampPath', 'Next'],
  Pass: ['Parameters', 'Result', 'ResultPath', 'Next', 'End'],
  Fail: ['Error', 'Cause', 'CausePath'],
  Succeed: [],
};

/** @throws Error that names unsupported fields, because ignoring them would hide differences from Step Functions */
export function parseDefinition(text: string): Definition {
  const definition = JSON.parse(text) as Definition;
  for (const [name, state] of Object.entries(definition.States)) {
    const known = KNOWN_FIELDS[state.Type];
    if (known === undefined) throw new Error(`State "${name}": type ${state.Type} is not simulated`);
    const unknown = [
      ...Object.keys(state).filter((field) => ![...known, 'Type', 'Comment'].includes(field)),
      ...('Choices' in state ? state.Choices : []).flatMap(unknownFieldsOf),
    ];
    if (unknown.length > 0) throw new Error(`State "${name}": ${unknown.join(', ')} not simulated`);
  }
  return definition;
}
