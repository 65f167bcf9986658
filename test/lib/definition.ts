import { Stack } from 'aws-cdk-lib';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { STACK } from '../../local/world.js';

export interface Rule {
  readonly ErrorEquals: string[];
  readonly [field: string]: unknown;
}
export interface State {
  readonly Type: string;
  readonly Retry?: Rule[];
  readonly Catch?: Rule[];
  readonly Parameters?: Record<string, unknown>;
  readonly Error?: string;
  readonly ResultPath?: string;
  readonly SecondsPath?: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: {
    readonly Variable: string;
    readonly StringEquals?: string;
    readonly IsPresent?: boolean;
    readonly Next: string;
  }[];
}
export interface Definition {
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Record<string, State>;
}

/** The template's state machine definition, with an ARN for each function. */
export function definitionOf(stateMachine: IStateMachine): Definition {
  const resolved = Stack.of(stateMachine).resolve(
    (stateMachine.node.defaultChild as unknown as { definitionString: string }).definitionString,
  ) as { 'Fn::Join': [string, unknown[]] };
  const text = resolved['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : referenceText(part)));
  return JSON.parse(text.join(''));
}

function referenceText(part: unknown): string {
  if (JSON.stringify(part) === '{"Ref":"AWS::Partition"}') return 'aws';
  return `arn:aws:lambda:${STACK.region}:${STACK.account}:function:f`;
}
