/** The Amazon States Language as far as the template uses it (JSONPath). */

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
  readonly ResultPath?: string;
  readonly Retry?: readonly RetryRule[];
  readonly Catch?: readonly CatchRule[];
  readonly Next?: string;
  readonly End?: boolean;
}

/** One comparison: the text at a path, or whether there is anything at it. */
export interface ChoiceRule {
  readonly Variable: string;
  readonly StringEquals?: string;
  readonly IsPresent?: boolean;
  readonly Next: string;
}

export interface ChoiceState {
  readonly Type: 'Choice';
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}

export interface WaitState {
  readonly Type: 'Wait';
  readonly SecondsPath: string;
  readonly Next: string;
}

export interface FailState {
  readonly Type: 'Fail';
  readonly Error: string;
  readonly CausePath: string;
}

export interface SucceedState {
  readonly Type: 'Succeed';
}

export type State = TaskState | ChoiceState | WaitState | FailState | SucceedState;

export interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
  readonly TimeoutSeconds?: number;
}

const KNOWN_FIELDS: Readonly<Record<State['Type'], readonly string[]>> = {
  Task: ['Type', 'Resource', 'Parameters', 'ResultPath', 'Retry', 'Catch', 'Next', 'End'],
  Choice: ['Type', 'Choices', 'Default'],
  Wait: ['Type', 'SecondsPath', 'Next'],
  Fail: ['Type', 'Error', 'CausePath'],
  Succeed: ['Type'],
};

const KNOWN_CHOICE_FIELDS = ['Variable', 'StringEquals', 'IsPresent', 'Next'];

/** @throws Error naming what this interpreter does not know, rather than to leave it out silently */
export function parseDefinition(text: string): Definition {
  const definition = JSON.parse(text) as Definition;
  for (const [name, state] of Object.entries(definition.States)) {
    const known = KNOWN_FIELDS[state.Type];
    if (known === undefined) throw new Error(`State "${name}": type ${state.Type} is not known here`);
    const unknown = [
      ...Object.keys(state).filter((field) => !known.includes(field)),
      ...('Choices' in state ? state.Choices : [])
        .flatMap((choice) => Object.keys(choice))
        .filter((field) => !KNOWN_CHOICE_FIELDS.includes(field)),
    ];
    if (unknown.length > 0) throw new Error(`State "${name}": ${unknown.join(', ')} not known here`);
  }
  return definition;
}
