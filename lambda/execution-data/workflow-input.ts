/**
 * The link workflow's input: one version, validated when a Lambda function receives it. Not for `lib`: it needs
 * valibot.
 */
import * as v from 'valibot';
import { CLOUD_PROVIDERS } from '../contract/attributes.js';
import { LAST_LINK_RULES } from '../contract/custom-resources.js';
import { WARNING_CODES } from '../contract/warnings.js';
import { isoTime } from '../schemas/iso-time.js';
import { atlasRegionSchema, awsRegionSchema } from '../schemas/region-schemas.js';
import type { WrittenObservation } from './written-observation.js';

export const WORKFLOW_VERSION = 1;

/**
 * Why the automation removes a link: its endpoint is deleted, it is no longer selected, or a person has requested it.
 */
export const UNLINK_CAUSES = ['endpoint-deleted', 'deselected', 'command'] as const;
export type UnlinkCause = (typeof UNLINK_CAUSES)[number];

/**
 * How the automation knows that an endpoint is deleted: CloudTrail's record of the successful deletion, EC2 showing it
 * as deleted, or EC2 not showing it for long enough.
 */
export const DELETION_EVIDENCE = ['deletion', 'shown', 'absence'] as const;
export type DeletionEvidence = (typeof DELETION_EVIDENCE)[number];

/** What started the execution. */
export const ORIGINS = ['event', 'custom-resource', 'schedule', 'command'] as const;
export type OriginKind = (typeof ORIGINS)[number];

const linkTarget = v.object({
  kind: v.literal('link'),
  cloudProvider: v.picklist(CLOUD_PROVIDERS),
  /** Empty only in a refused execution whose project is unknown. */
  projectId: v.string(),
  /** Empty only in a refused execution whose endpoint service is unknown. */
  endpointServiceId: v.string(),
  endpointId: v.pipe(v.string(), v.nonEmpty()),
  region: awsRegionSchema,
  account: v.optional(v.string()),
});

const serviceTarget = v.object({
  kind: v.literal('service'),
  cloudProvider: v.picklist(CLOUD_PROVIDERS),
  projectId: v.string(),
  /** Identifies one service of the project, together with the provider. */
  regionName: atlasRegionSchema,
  /** Id of an existing service; empty for one that is to be created. */
  endpointServiceId: v.string(),
});

const regionalModeTarget = v.object({
  kind: v.literal('regional-mode'),
  projectId: v.string(),
});

const dataFederationLinkTarget = v.object({
  kind: v.literal('data-federation-link'),
  projectId: v.string(),
  endpointId: v.pipe(v.string(), v.nonEmpty()),
});

/** A refusal: the execution ends as failed without a poll, because the link was never registered. */
const refusal = v.object({ code: v.string(), message: v.string(), advice: v.string() });

/**
 * The fields of the request that the response to CloudFormation needs, except the URL, which is a credential and stored
 * elsewhere.
 */
export const respondToSchema = v.object({
  requestType: v.picklist(['Create', 'Update', 'Delete']),
  stackId: v.string(),
  requestId: v.string(),
  logicalResourceId: v.string(),
  /** From the request; empty on Create. */
  physicalResourceId: v.string(),
  /**
   * When CloudFormation signed the response URL, which is when it issued the request. Absent if the URL does not say.
   */
  issuedAt: v.optional(isoTime),
});

/** A finding of preflight: the link will not work although Atlas makes it available. */
export const warningSchema = v.object({
  code: v.picklist(WARNING_CODES),
  message: v.string(),
  advice: v.string(),
});

const gcpEndpoint = v.object({ endpointName: v.string(), ipAddress: v.string() });

/** For an update that Atlas cannot make: the reason, unless the wanted state exists already, as in a roll-back. */
const refusedUnlessThere = v.optional(v.string());

/** Change of a link before it is polled: by a custom resource, or the removal of a link. */
const linkChange = v.object({
  kind: v.picklist(['create', 'update', 'delete']),
  lastLink: v.picklist(LAST_LINK_RULES),
  /** For a removal by the automation. */
  cause: v.optional(v.picklist(UNLINK_CAUSES)),
  /** For a removal because the endpoint is deleted. Absent in executions of earlier versions. */
  evidence: v.optional(v.picklist(DELETION_EVIDENCE)),
  privateEndpointIpAddress: v.optional(v.string()),
  gcpProjectId: v.optional(v.string()),
  gcpEndpoints: v.optional(v.array(gcpEndpoint)),
  /** The endpoint belongs to the stack, so its link does too, even if somebody else has registered it. */
  ownsEndpoint: v.optional(v.boolean(), false),
  refusedUnlessThere,
  /** Undefined: the execution does not wait for them. */
  connectionStrings: v.optional(
    v.object({
      /** Seconds after the link has become available. */
      timeoutSeconds: v.number(),
      /** Clusters whose strings the stack reads: if they are missing, the execution fails. */
      clusters: v.array(v.string()),
    }),
  ),
});

/** Change of an endpoint service that a custom resource requests before it is polled. */
const serviceChange = v.object({
  kind: v.picklist(['create', 'update', 'delete']),
  adoptExisting: v.boolean(),
  /** Undefined: not changed. */
  supportedRemoteRegions: v.optional(v.array(atlasRegionSchema)),
  /** Regions of an earlier deployment. */
  withdrawnRemoteRegions: v.optional(v.array(atlasRegionSchema), []),
  /** Service id in the resource's physical id: another service of the Region belongs to somebody else. */
  recordedServiceId: v.optional(v.string(), ''),
  /** The service existed before the resource: remote Regions of others are kept. */
  isAdopted: v.optional(v.boolean(), false),
  portMappingEnabled: v.optional(v.boolean()),
  refusedUnlessThere,
});

/** The regional mode that a custom resource requests for a project. */
const regionalModeChange = v.object({
  kind: v.picklist(['create', 'update', 'delete']),
  enabled: v.boolean(),
});

/** Change of an endpoint's registration for Data Federation that a custom resource requests. */
const dataFederationLinkChange = v.object({
  kind: v.picklist(['create', 'update', 'delete']),
  /** Undefined: not changed. */
  comment: v.optional(v.string()),
  /** With the DNS name or not at all. */
  region: v.optional(atlasRegionSchema),
  customerEndpointDnsName: v.optional(v.string()),
  /** The endpoint belongs to the stack, so its registration does too, even if somebody else has made it. */
  ownsEndpoint: v.optional(v.boolean(), false),
});

const common = {
  version: v.literal(WORKFLOW_VERSION),
  goal: v.picklist(['available', 'deleted']),
  origin: v.object({ kind: v.picklist(ORIGINS), id: v.string() }),
  startedAt: isoTime,
  deadline: isoTime,
  refusal: v.optional(refusal),
  respondTo: v.optional(respondToSchema),
};

/**
 * Connection strings that are recorded when they appear; the execution has already reported that the link is available.
 */
const followedStrings = v.object({
  /** Seconds after the link has become available. */
  timeoutSeconds: v.number(),
  /** Seconds until the clusters are first read: they never have strings immediately. */
  firstPollSeconds: v.optional(v.number()),
  /** Region of the endpoint service. */
  serviceRegionName: atlasRegionSchema,
});

const linkExecutionSchema = v.object({
  ...common,
  target: linkTarget,
  change: v.optional(linkChange),
  warnings: v.optional(v.array(warningSchema)),
  followedStrings: v.optional(followedStrings),
  /** EC2 shows the endpoint here, and its acceptance by Atlas. */
  awaitsAcceptance: v.optional(v.boolean()),
  /**
   * When the execution claimed the link in the registry: of two executions, the one with the later claim has the link.
   * Default: `startedAt`.
   */
  claimedAt: v.optional(isoTime),
  /** The registry took no claim, so that a missing record decides nothing. Default: it did. */
  isUnclaimed: v.optional(v.boolean()),
});
const serviceExecutionSchema = v.object({
  ...common,
  target: serviceTarget,
  change: v.optional(serviceChange),
});

const regionalModeExecutionSchema = v.object({
  ...common,
  target: regionalModeTarget,
  change: v.optional(regionalModeChange),
});

const dataFederationLinkExecutionSchema = v.object({
  ...common,
  target: dataFederationLinkTarget,
  change: v.optional(dataFederationLinkChange),
});

export type LinkExecution = v.InferOutput<typeof linkExecutionSchema>;
export type ServiceExecution = v.InferOutput<typeof serviceExecutionSchema>;
export type RegionalModeExecution = v.InferOutput<typeof regionalModeExecutionSchema>;

export type DataFederationLinkExecution = v.InferOutput<typeof dataFederationLinkExecutionSchema>;

/** By kind of target: input of its executions. A new kind adds its schema here. */
export interface ExecutionByKind {
  readonly link: LinkExecution;
  readonly service: ServiceExecution;
  readonly 'regional-mode': RegionalModeExecution;
  readonly 'data-federation-link': DataFederationLinkExecution;
}
export type ExecutionKind = keyof ExecutionByKind;
export const EXECUTION_SCHEMAS: {
  readonly [K in ExecutionKind]: v.GenericSchema<unknown, ExecutionByKind[K]>;
} = {
  link: linkExecutionSchema,
  service: serviceExecutionSchema,
  'regional-mode': regionalModeExecutionSchema,
  'data-federation-link': dataFederationLinkExecutionSchema,
};
/** Names of the map's fields; TypeScript gives them only as texts. */
export const EXECUTION_KINDS = Object.keys(EXECUTION_SCHEMAS) as readonly ExecutionKind[];
export type WorkflowInput = ExecutionByKind[ExecutionKind];
/** Input with the observation made before the execution began, where its polls store theirs. */
export type StartedWith = WorkflowInput & { readonly observation?: WrittenObservation | undefined };
export type LinkTarget = LinkExecution['target'];
export type ServiceTarget = ServiceExecution['target'];
export type Origin = LinkExecution['origin'];
export type Refusal = v.InferOutput<typeof refusal>;
export type RespondTo = v.InferOutput<typeof respondToSchema>;
