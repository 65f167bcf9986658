/** The functions with which an automation finds the endpoints to link; the engine has the others. */
import type { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Environment } from '../../lambda/contract/environment.js';
import {
  MAX_RECONCILE_SECONDS,
  RECEIVE_TIMEOUT_SECONDS,
  RECONCILE_TIMEOUT_SECONDS,
} from '../../lambda/contract/limits.js';
import type { LinkEngine } from '../engine/link-engine.js';
import { LinkFunction } from '../engine/link-function.js';
import { environmentOf, type LinkingRules } from './linking-rules.js';

export interface LinkingFunctionProps {
  readonly engine: LinkEngine;
  readonly rules: LinkingRules;
}

export interface ReceiverProps extends LinkingFunctionProps {
  readonly maxConcurrency: number | undefined;
}

/** Checks a new endpoint and registers it with Atlas. */
export function createReceiver(scope: Construct, props: ReceiverProps): LinkFunction {
  const { engine, rules, maxConcurrency } = props;
  const receiver = new LinkFunction(scope, 'ReceiveEndpointEvent', {
    handler: 'receive-endpoint-event',
    description: 'Judges a new VPC endpoint and registers it with MongoDB Atlas',
    timeoutSeconds: RECEIVE_TIMEOUT_SECONDS,
    maxConcurrency,
    environment: { ...engine.atlas.environment, ...environmentOf(rules) },
    defaults: engine.functionDefaults,
  });
  grantLinking(receiver, engine);
  engine.registry.grantRemoveConnectionStrings(receiver);
  engine.grantExecutions(receiver, ['states:DescribeExecution']);
  engine.waitingLinks?.name(receiver);
  return receiver;
}

export interface ReconcilerProps extends LinkingFunctionProps {
  readonly every: Duration;
}

/** Compares Atlas, EC2 and the registry. */
export function createReconciler(scope: Construct, { engine, rules, every }: ReconcilerProps): LinkFunction {
  const { eventBus, registry } = engine;
  const reconciler = new LinkFunction(scope, 'ReconcileLinks', {
    handler: 'reconcile-links',
    description: 'Compares MongoDB Atlas, EC2 and the registry, and mends what was missed',
    timeoutSeconds: RECONCILE_TIMEOUT_SECONDS,
    environment: {
      ...engine.atlas.environment,
      ...environmentOf(rules),
      [Environment.EVENT_BUS_NAME]: eventBus.eventBusName,
      [Environment.RECONCILE_EVERY_SECONDS]: String(secondsOf(every)),
    },
    defaults: engine.functionDefaults,
  });
  grantLinking(reconciler, engine);
  registry.grantWriteConnectionStrings(reconciler);
  registry.grantListLinks(reconciler);
  reconciler.allow('events:PutEvents', [eventBus.eventBusArn]);
  engine.grantExecutions(reconciler, ['states:DescribeExecution']);
  engine.waitingLinks?.grantSweep(reconciler);
  engine.waitingLinks?.grantLease(reconciler);
  return reconciler;
}

/**
 * A period that is known only at deployment counts as the longest: no link's turn may fall between two reconciliations.
 */
function secondsOf(every: Duration): number {
  return every.isUnresolved() ? MAX_RECONCILE_SECONDS : every.toSeconds();
}

/** Allows a function to read endpoints and their network, call Atlas, and write the registry. */
function grantLinking(linker: LinkFunction, { atlas, registry }: LinkEngine): void {
  linker.grantDescribeNetwork();
  atlas.grantTo(linker);
  registry.grantWriteLinks(linker);
}
