/** Functions of the link engine that all its uses share: access to Atlas, poller, provisioner and finalizer. */
import { Stack } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { Environment, type ProjectSetting } from '../../lambda/contract/environment.js';
import {
  CHANGE_TIMEOUT_SECONDS,
  CONCLUDE_TIMEOUT_SECONDS,
  POLL_TIMEOUT_SECONDS,
} from '../../lambda/contract/limits.js';
import { StatusTag } from '../../lambda/contract/tags.js';
import type { AtlasProject } from './atlas-project.js';
import { LinkFunction, type LinkFunctionDefaults } from './link-function.js';
import type { LinkRegistry } from './link-registry.js';
import type { OpenRequests } from './open-requests.js';
import { ProjectListSettings } from './project-list.js';
import { SecretAccess } from './secret-access.js';

export interface AtlasAccessProps {
  readonly projects: readonly AtlasProject[];
  /** Unique name of the automation or the provider in its account and Region. */
  readonly uniqueName: string;
  readonly atlasBaseUrl: string;
  readonly shareAccessTokens: boolean;
}

/** Access of the functions to the Atlas projects. */
export interface AtlasAccess {
  readonly environment: Readonly<Record<string, string>>;
  /** Allows a function to read the secrets, share access tokens, and read the list of projects. */
  grantTo(called: LinkFunction): void;
}

export function bindAtlas(
  scope: Construct,
  { projects, uniqueName, atlasBaseUrl, shareAccessTokens }: AtlasAccessProps,
): AtlasAccess {
  const credentials = projects.map((project, index) => ({
    project,
    bound: project.credentials._bind(scope, `Credentials${index}`),
  }));
  const secrets = new SecretAccess(
    scope,
    'Secrets',
    credentials.map(({ bound }) => bound),
    shareAccessTokens,
  );
  const list = new ProjectListSettings(scope, 'Projects', {
    uniqueName,
    list: {
      projects: credentials.map(({ project, bound }) => settingOf(project, bound.secretId)),
      accessTokensSecrets: secrets.accessTokens.map(({ secretArn }) => secretArn),
    },
  });
  return {
    environment: { ...list.environment, [Environment.ATLAS_BASE_URL]: atlasBaseUrl },
    grantTo: (called) => {
      secrets.grantTo(called);
      list.grantRead(called);
    },
  };
}

function settingOf(
  { projectId, accounts, regions, remoteRegions }: AtlasProject,
  secretId: string,
): ProjectSetting {
  return {
    projectId,
    secretId,
    ...(accounts === undefined ? {} : { accounts }),
    ...(regions === undefined ? {} : { regions }),
    ...(remoteRegions === undefined ? {} : { remoteRegions }),
  };
}

export interface PollerProps {
  readonly atlas: AtlasAccess;
  readonly maxConcurrency?: number | undefined;
  readonly defaults: LinkFunctionDefaults;
}

/** Polls a link or an endpoint service once. */
export function createPoller(scope: Construct, props: PollerProps): LinkFunction {
  const poller = new LinkFunction(scope, 'PollLink', {
    handler: 'poll-link',
    description: 'Checks a link in MongoDB Atlas',
    timeoutSeconds: POLL_TIMEOUT_SECONDS,
    maxConcurrency: props.maxConcurrency,
    environment: props.atlas.environment,
    defaults: props.defaults,
  });
  poller.grantDescribeVpcEndpoints();
  props.atlas.grantTo(poller);
  return poller;
}

export interface ProvisionerProps extends PollerProps {
  readonly registry: LinkRegistry;
  /** For an automation: JSON of a `SelectionSpec`, with which it checks that a link is still to be removed. */
  readonly endpointSelection?: string | undefined;
}

/** Creates and removes links and endpoint services. */
export function createProvisioner(scope: Construct, props: ProvisionerProps): LinkFunction {
  const provisioner = new LinkFunction(scope, 'ProvisionTarget', {
    handler: 'provision-target',
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
  // A temporarily refused link is requested again only while its endpoint exists.
  provisioner.grantDescribeVpcEndpoints();
  props.atlas.grantTo(provisioner);
  props.registry.grantAnnounceRemovals(provisioner);
  if (props.endpointSelection !== undefined) props.registry.grantHoldClaims(provisioner);
  return provisioner;
}

export interface FinalizerProps {
  readonly eventBus: IEventBus;
  readonly tagEndpoints: boolean;
  /** Undefined for custom resources: their links belong to their stack. */
  readonly registry?: LinkRegistry | undefined;
  /** For custom resources: the open requests. */
  readonly openRequests?: OpenRequests | undefined;
  readonly defaults: LinkFunctionDefaults;
}

/** Publishes how an execution ended. The only function that writes to AWS, and the only one without access to Atlas. */
export function createFinalizer(scope: Construct, props: FinalizerProps): LinkFunction {
  const finalizer = new LinkFunction(scope, 'FinalizeLink', {
    handler: 'finalize-link',
    description: 'Publishes how a link ended',
    timeoutSeconds: CONCLUDE_TIMEOUT_SECONDS,
    environment: {
      [Environment.EVENT_BUS_NAME]: props.eventBus.eventBusName,
      [Environment.TAG_ENDPOINTS]: String(props.tagEndpoints),
      [Environment.REGISTRY]: String(props.registry !== undefined),
      ...props.openRequests?.environment,
    },
    // Outside the VPC: it must be able to report that Atlas cannot be reached from there.
    defaults: { ...props.defaults, network: undefined },
  });
  finalizer.allow('events:PutEvents', [props.eventBus.eventBusArn]);
  if (props.tagEndpoints) grantStatusTags(scope, finalizer);
  props.openRequests?.grantResponse(finalizer);
  if (props.registry !== undefined) {
    props.registry.grantWriteLinks(finalizer);
    props.registry.grantWriteConnectionStrings(finalizer);
  }
  return finalizer;
}

/** Allows these tags only, on any VPC endpoint of this account and Region (the endpoint is not known at synthesis). */
function grantStatusTags(scope: Construct, finalizer: LinkFunction): void {
  const endpoints = Stack.of(scope).formatArn({
    service: 'ec2',
    resource: 'vpc-endpoint',
    resourceName: '*',
  });
  finalizer.allowBelow(
    'ec2:CreateTags',
    [endpoints],
    'Endpoints are created after the deployment; the permission is limited to the status tags.',
    { 'ForAllValues:StringEquals': { 'aws:TagKeys': Object.values(StatusTag) } },
  );
}
