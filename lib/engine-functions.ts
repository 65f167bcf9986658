/** The parts of the link engine that every way in shares: who may ask Atlas, who looks, who concludes. */
import { Stack } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { ViaServicePrincipal } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { Environment, type ProjectSetting } from '../lambda/contract/environment.js';
import {
  CHANGE_TIMEOUT_SECONDS,
  CONCLUDE_TIMEOUT_SECONDS,
  OBSERVE_TIMEOUT_SECONDS,
} from '../lambda/contract/limits.js';
import { StatusTag } from '../lambda/contract/tags.js';
import { tokenSecretCount } from '../lambda/contract/token-secrets.js';
import { AccessTokenSecret } from './access-token-secret.js';
import type { BoundAtlasCredentials } from './atlas-credentials.js';
import type { AtlasProject } from './atlas-private-link-props.js';
import { LinkFunction, type LinkFunctionDefaults } from './link-function.js';
import type { LinkRegistry } from './link-registry.js';
import type { OpenRequests } from './open-requests.js';

export interface AtlasAccessProps {
  readonly projects: readonly AtlasProject[];
  readonly atlasBaseUrl: string;
  readonly shareAccessTokens: boolean;
}

/** The Atlas projects as functions know them. */
export interface AtlasAccess {
  readonly environment: Readonly<Record<string, string>> & {
    readonly [Environment.ATLAS_PROJECTS]: string;
  };
  /** Lets a function read the secrets, and share access tokens. */
  grantTo(called: LinkFunction): void;
}

export function bindAtlas(
  scope: Construct,
  { projects, atlasBaseUrl, shareAccessTokens }: AtlasAccessProps,
): AtlasAccess {
  const credentials = projects.map(({ projectId, credentials: source }, index) => ({
    projectId,
    bound: source.bind(scope, `Credentials${index}`),
  }));
  const tokens = shareAccessTokens
    ? accessTokenSecrets(
        scope,
        credentials.map(({ bound }) => bound),
      )
    : [];
  const settings = credentials.map(({ projectId, bound }) => ({ projectId, secretId: bound.secretId }));
  return {
    environment: {
      [Environment.ATLAS_PROJECTS]: Stack.of(scope).toJsonString(settings satisfies ProjectSetting[]),
      [Environment.ATLAS_BASE_URL]: atlasBaseUrl,
      ...(tokens.length === 0
        ? {}
        : { [Environment.ACCESS_TOKENS_SECRETS]: tokens.map(({ secret }) => secret.secretArn).join(',') }),
    },
    grantTo: (called) => {
      for (const { bound } of credentials) grantRead(bound, called);
      for (const token of tokens) token.grantShare(called);
    },
  };
}

/** Projects with the same credentials have the same token, so that they count once. */
function accessTokenSecrets(scope: Construct, bound: readonly BoundAtlasCredentials[]): AccessTokenSecret[] {
  const stack = Stack.of(scope);
  const different = new Set(bound.map(({ secretId }) => JSON.stringify(stack.resolve(secretId))));
  return Array.from(
    { length: tokenSecretCount(different.size) },
    (_, index) => new AccessTokenSecret(scope, index === 0 ? 'AccessTokens' : `AccessTokens${index + 1}`),
  );
}

/** Not `grantRead` of the secret, which allows to describe it as well. */
function grantRead({ secret }: BoundAtlasCredentials, called: LinkFunction): void {
  // Without the six characters that Secrets Manager adds, the ARN is not that of the secret.
  called.allow('secretsmanager:GetSecretValue', [secret.secretFullArn ?? `${secret.secretArn}-??????`]);
  const through = `secretsmanager.${Stack.of(called).region}.amazonaws.com`;
  secret.encryptionKey?.grantDecrypt(new ViaServicePrincipal(through, called.function.grantPrincipal));
}

export interface ObserverProps {
  readonly atlas: AtlasAccess;
  readonly maxConcurrency?: number | undefined;
  readonly defaults: LinkFunctionDefaults;
}

/** Looks at a link or an endpoint service once. */
export function createObserver(scope: Construct, props: ObserverProps): LinkFunction {
  const observer = new LinkFunction(scope, 'ObserveLink', {
    handler: 'observe-link',
    description: 'Looks at a link in MongoDB Atlas',
    timeoutSeconds: OBSERVE_TIMEOUT_SECONDS,
    maxConcurrency: props.maxConcurrency,
    environment: props.atlas.environment,
    defaults: props.defaults,
  });
  observer.grantDescribeVpcEndpoints();
  props.atlas.grantTo(observer);
  return observer;
}

export interface ChangerProps extends ObserverProps {
  readonly registry: LinkRegistry;
  /** Of an automation: JSON of a `SelectionSpec`, by which it sees that a link is still to go. */
  readonly endpointSelection?: string | undefined;
}

/** Makes and removes links and endpoint services. */
export function createChanger(scope: Construct, props: ChangerProps): LinkFunction {
  const changer = new LinkFunction(scope, 'ChangeTarget', {
    handler: 'change-target',
    description: 'Makes and removes links and endpoint services in MongoDB Atlas',
    timeoutSeconds: CHANGE_TIMEOUT_SECONDS,
    maxConcurrency: props.maxConcurrency,
    environment: {
      ...props.atlas.environment,
      ...(props.endpointSelection === undefined
        ? {}
        : { [Environment.ENDPOINT_SELECTION]: props.endpointSelection }),
    },
    defaults: props.defaults,
  });
  // Atlas is asked again for what it has refused only while the endpoint is there.
  changer.grantDescribeVpcEndpoints();
  props.atlas.grantTo(changer);
  props.registry.grantAnnounceRemovals(changer);
  if (props.endpointSelection !== undefined) props.registry.grantReadClaims(changer);
  return changer;
}

export interface ConcluderProps {
  readonly eventBus: IEventBus;
  readonly tagEndpoints: boolean;
  /** Undefined for custom resources: their links are their stack's. */
  readonly registry?: LinkRegistry | undefined;
  /** Of custom resources: what is to be answered. */
  readonly openRequests?: OpenRequests | undefined;
  readonly defaults: LinkFunctionDefaults;
}

/** Publishes how it ended. The only one that writes to AWS, and the only one without access to Atlas. */
export function createConcluder(scope: Construct, props: ConcluderProps): LinkFunction {
  const concluder = new LinkFunction(scope, 'ConcludeLink', {
    handler: 'conclude-link',
    description: 'Publishes how a link ended',
    timeoutSeconds: CONCLUDE_TIMEOUT_SECONDS,
    environment: {
      [Environment.EVENT_BUS_NAME]: props.eventBus.eventBusName,
      [Environment.TAG_ENDPOINTS]: String(props.tagEndpoints),
      [Environment.REGISTRY]: String(props.registry !== undefined),
      ...props.openRequests?.environment,
    },
    // Outside of a VPC: it has to be able to tell that Atlas cannot be reached from there.
    defaults: { ...props.defaults, network: undefined },
  });
  concluder.allow('events:PutEvents', [props.eventBus.eventBusArn]);
  if (props.tagEndpoints) grantStatusTags(scope, concluder);
  props.openRequests?.grantAnswer(concluder);
  if (props.registry !== undefined) {
    props.registry.grantWriteLinks(concluder);
    props.registry.grantWriteConnectionStrings(concluder);
  }
  return concluder;
}

/** Any VPC endpoint of this account and Region (which one is not known at synthesis), but only these tags. */
function grantStatusTags(scope: Construct, concluder: LinkFunction): void {
  const endpoints = Stack.of(scope).formatArn({
    service: 'ec2',
    resource: 'vpc-endpoint',
    resourceName: '*',
  });
  concluder.allowBelow(
    'ec2:CreateTags',
    [endpoints],
    'Endpoints are created after the deployment; the permission is limited to the status tags.',
    { 'ForAllValues:StringEquals': { 'aws:TagKeys': Object.values(StatusTag) } },
  );
}
