import * as v from 'valibot';
import { type CaughtFailure, type Observation, OUTCOMES, StatePath } from '../contract/workflow.js';
import { type WorkflowInput, workflowInputSchema } from '../contract/workflow-input.js';

/** The workflow's state as a task receives it: its input, and what earlier states have added. */
export interface WorkflowState {
  readonly input: WorkflowInput;
  readonly observation: Observation | undefined;
  readonly failure: CaughtFailure | undefined;
}

/** Somebody started the machine with an input that is not its own. */
export class InvalidWorkflowInputError extends Error {
  override readonly name = 'InvalidWorkflowInputError';
}

// Written by our own Lambda in the state before: checked for the fields that decide, not for every attribute.
const observationSchema = v.looseObject({
  outcome: v.picklist(OUTCOMES),
  observedAt: v.string(),
  description: v.looseObject({}),
  message: v.string(),
  advice: v.string(),
});
const failureSchema = v.object({ Error: v.string(), Cause: v.optional(v.string(), '') });

/** @throws InvalidWorkflowInputError naming each field that is wrong */
export function readWorkflowState(state: unknown): WorkflowState {
  const input = v.safeParse(workflowInputSchema, state);
  if (!input.success) {
    const issues = input.issues.map((issue) => `${v.getDotPath(issue) ?? 'input'}: ${issue.message}`);
    throw new InvalidWorkflowInputError(`The workflow input is not valid. ${issues.join(' ')}`);
  }
  const added = state as Readonly<Record<string, unknown>>;
  const observation = v.safeParse(observationSchema, added[StatePath.OBSERVATION]);
  const failure = v.safeParse(failureSchema, added[StatePath.FAILURE]);
  return {
    input: input.output,
    observation: observation.success ? (observation.output as unknown as Observation) : undefined,
    failure: failure.success ? failure.output : undefined,
  };
}

/** The run's name: the part of its ARN that people search for. */
export function executionNameOf(executionArn: string): string {
  return executionArn.split(':').at(-1) ?? executionArn;
}
