import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { DeadLetterQueue } from '../../lib/engine/dead-letter-queue.js';
import { type ILinkAlarms, LinkAlarms, type LinkAlarmsProps } from '../../lib/monitoring/link-alarms.js';
import { newStack } from './synthesized-stack.js';

export const RECONCILE_ARN = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Reconcile';

type WatchedAlarmsProps = Partial<LinkAlarmsProps> & { readonly reconcilePeriod?: Duration };

/** The alarms of `AtlasPrivateLink`, including those of a reconciliation. */
export function watchedAlarms(
  { reconcilePeriod = Duration.hours(1), ...props }: WatchedAlarmsProps = {},
  stack: Stack = newStack(),
): LinkAlarms {
  const links = new Construct(stack, 'Links');
  const stateMachine = StateMachine.fromStateMachineArn(links, 'Reconcile', RECONCILE_ARN);
  return new LinkAlarms(links, 'Alarms', {
    serviceName: 'links',
    deadLetters: new DeadLetterQueue(links, 'DeadLetters'),
    reconciliation: { stateMachine, period: reconcilePeriod },
    ...props,
  });
}

export type AlarmProperties = Readonly<Record<string, unknown>> & { readonly AlarmDescription: string };

export interface SynthesizedAlarms {
  /** Metric alarms by name, in the order of the template. */
  readonly onMetrics: ReadonlyMap<string, AlarmProperties>;
  readonly composite: ReadonlyMap<string, AlarmProperties>;
}

export function synthesized(alarms: ILinkAlarms): SynthesizedAlarms {
  const template = Template.fromStack(Stack.of(alarms.linkFailed));
  const byName = (type: string) =>
    new Map(
      Object.entries(template.findResources(type)).map(([id, { Properties }]) => [
        id.replace(/^LinksAlarms/, '').replace(/[0-9A-F]{8}$/, ''),
        Properties as AlarmProperties,
      ]),
    );
  return {
    onMetrics: byName('AWS::CloudWatch::Alarm'),
    composite: byName('AWS::CloudWatch::CompositeAlarm'),
  };
}
