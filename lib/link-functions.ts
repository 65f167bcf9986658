import { Stack, Token, Validations } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { Environment, type ProjectSetting } from '../lambda/contract/environment.js';
import {
  CONCLUDE_TIMEOUT_SECONDS,
  OBSERVE_TIMEOUT_SECONDS,
  RECEIVE_TIMEOUT_SECONDS,
} from '../lambda/contract/limits.js';
import { StatusTag } from '../lambda/contract/tags.js';
import type { BoundAtlasCredentials } from './atlas-credentials.js';
import type { AtlasProject } from './atlas-private-link-props.js';
import { LinkFunction, type LinkFunctionDefaults } from './link-function.js';

export interface LinkFunctionsProps {
  readonly projects: readonly AtlasProject[];
  readonly atlasBaseUrl: string;
  readonly endpointSelection: string;
  readonly linkTimeoutSeconds: number;
  readonly eventBus: IEventBus;
  readonly tagEndpoints: boolean;
  readonly maxConcurrency?: number | undefined;
  readonly defaults: LinkFunctionDefaults;
}

/** The three functions and what each may do. */
export class LinkFunctions extends Construct {
  /** Judges a new endpoint and registers it with Atlas. */
  readonly receiver: LinkFunction;
  /** Looks at a link once. */
  readonly observer: LinkFunction;
  /** Publishes how it ended. The only one that writes to AWS, and the only one without access to Atlas. */
  readonly concluder: LinkFunction;

  constructor(scope: Construct, id: string, props: LinkFunctionsProps) {
    super(scope, id);
    const credentials = props.projects.map(({ projectId, credentials: source }, index) => ({
      projectId,
      bound: source.bind(this, `Credentials${index}`),
    }));
    const projects = credentials.map(({ projectId, bound }) => ({ projectId, secretId: bound.secretId }));
    const atlas = {
      [Environment.ATLAS_PROJECTS]: Stack.of(this).toJsonString(projects satisfies ProjectSetting[]),
      [Environment.ATLAS_BASE_URL]: props.atlasBaseUrl,
    };
    this.receiver = this.createReceiver(props, atlas);
    this.observer = this.createObserver(props, atlas);
    this.concluder = this.createConcluder(props);
    for (const { bound } of credentials) this.grantAtlas(bound);
  }

  private createReceiver(props: LinkFunctionsProps, atlas: Record<string, string>): LinkFunction {
    const receiver = new LinkFunction(this, 'ReceiveEndpointEvent', {
      handler: 'receive-endpoint-event',
      description: 'Judges a new VPC endpoint and registers it with MongoDB Atlas',
      timeoutSeconds: RECEIVE_TIMEOUT_SECONDS,
      maxConcurrency: props.maxConcurrency,
      environment: {
        ...atlas,
        [Environment.ENDPOINT_SELECTION]: props.endpointSelection,
        [Environment.LINK_TIMEOUT_SECONDS]: String(props.linkTimeoutSeconds),
      },
      defaults: props.defaults,
    });
    receiver.grantDescribeVpcEndpoints();
    return receiver;
  }

  private createObserver(props: LinkFunctionsProps, atlas: Record<string, string>): LinkFunction {
    const observer = new LinkFunction(this, 'ObserveLink', {
      handler: 'observe-link',
      description: 'Looks at a link in MongoDB Atlas',
      timeoutSeconds: OBSERVE_TIMEOUT_SECONDS,
      maxConcurrency: props.maxConcurrency,
      environment: atlas,
      defaults: props.defaults,
    });
    observer.grantDescribeVpcEndpoints();
    return observer;
  }

  private createConcluder(props: LinkFunctionsProps): LinkFunction {
    const concluder = new LinkFunction(this, 'ConcludeLink', {
      handler: 'conclude-link',
      description: 'Publishes how a link ended',
      timeoutSeconds: CONCLUDE_TIMEOUT_SECONDS,
      environment: {
        [Environment.EVENT_BUS_NAME]: props.eventBus.eventBusName,
        [Environment.TAG_ENDPOINTS]: String(props.tagEndpoints),
      },
      defaults: props.defaults,
    });
    concluder.allow('events:PutEvents', [props.eventBus.eventBusArn]);
    if (props.tagEndpoints) this.grantStatusTags(concluder);
    return concluder;
  }

  /** Any VPC endpoint of this account and Region (which one is not known at synthesis), but only these tags. */
  private grantStatusTags(concluder: LinkFunction): void {
    const endpoints = Stack.of(this).formatArn({
      service: 'ec2',
      resource: 'vpc-endpoint',
      resourceName: '*',
    });
    const keys = Object.values(StatusTag);
    concluder.allow('ec2:CreateTags', [endpoints], { 'ForAllValues:StringEquals': { 'aws:TagKeys': keys } });
    Validations.of(concluder).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${inNagSpelling(endpoints, this)}]`,
      reason: 'Endpoints are created after the deployment; the permission is limited to the two status tags.',
    });
  }

  private grantAtlas(bound: BoundAtlasCredentials): void {
    bound.secret.grantRead(this.receiver.function);
    bound.secret.grantRead(this.observer.function);
  }
}

/** cdk-nag writes pseudo parameters in angle brackets. */
function inNagSpelling(arn: string, scope: Construct): string {
  const resolved: unknown = Stack.of(scope).resolve(arn);
  if (!Token.isUnresolved(arn) || typeof resolved !== 'object' || resolved === null) return arn;
  const join = (resolved as { 'Fn::Join'?: [string, (string | { Ref: string })[]] })['Fn::Join'];
  return (join?.[1] ?? [])
    .map((part) => (typeof part === 'string' ? part : `<${part.Ref}>`))
    .join(join?.[0] ?? '');
}
