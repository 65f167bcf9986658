/** The link workflow's input: one version, validated where it enters a Lambda. Not for `lib`: it needs valibot. */
import * as v from 'valibot';
import { CLOUD_PROVIDERS } from '../contract/attributes.js';
import { LAST_LINK_RULES } from '../contract/custom-resources.js';
import { WARNING_CODES } from '../contract/warnings.js';
import { isoTime } from '../schemas/iso-time.js';
import { atlasRegionSchema, awsRegionSchema } from '../schemas/region-schemas.js';
import type { WrittenObservation } from './written-observation.js';

export const WORKFLOW_VERSION = 1;

/** Why the automation removes a link: its endpoint is deleted, it is no longer selected, somebody asked for it. */
export const UNLINK_CAUSES = ['endpoint-deleted', 'deselected', 'command'] as const;
export type UnlinkCause = (typeof UNLINK_CAUSES)[number];

/**
 * How the automation knows that an endpoint is deleted: CloudTrail's record of the successful deletion, EC2 showing it as
 * deleted, or EC2 not showing it for long enough.
 */
export const DELETION_EVIDENCE = ['deletion', 'shown', 'absence'] as const;
export type DeletionEvidence = (typeof DELETION_EVIDENCE)[number];

/** Ways in. */
export const ORIGINS = ['event', 'custom-resource', 'schedule', 'command'] as const;
export type OriginKind = (typeof ORIGINS)[number];

const linkTarget = v.object({
  kind: v.literal('link'),
  cloudProvider: v.picklist(CLOUD_PROVIDERS),
  /** Empty only in a refused execution whose project could not be found out. */
  projectId: v.string(),
  /** Empty only in a refused execution whose endpoint service could not be found out. */
  endpointServiceId: v.string(),
  endpointId: v.pipe(v.string(), v.nonEmpty()),
  region: awsRegionSchema,
  account: v.optional(v.string()),
});

const serviceTarget = v.object({
  kind: v.literal('service'),
  cloudProvider: v.picklist(CLOUD_PROVIDERS),
  projectId: v.string(),
  /** With the provider it names one service of the project. */
  regionName: atlasRegionSchema,
  /** Of an existing service; empty for one that is to be made. */
  endpointServiceId: v.string(),
});

const regionalModeTarget = v.object({
  kind: v.literal('regional-mode'),
  projectId: v.string(),
});

/** A refusal: the execution ends as failed without a poll, because the link was never registered. */
const refusal = v.object({ code: v.string(), message: v.string(), advice: v.string() });

/** What the response to CloudFormation needs of its request, but for the URL: that is a credential, and kept elsewhere. */
export const respondToSchema = v.object({
  requestType: v.picklist(['Create', 'Update', 'Delete']),
  stackId: v.string(),
  requestId: v.string(),
  logicalResourceId: v.string(),
  /** Of the request: empty on Create. */
  physicalResourceId: v.string(),
  /** When CloudFormation signed the response URL, which is when it issued the request. Absent where the URL does not say. */
  issuedAt: v.optional(isoTime),
});

/** What preflight has found: it works against the link although Atlas makes it available. */
export const warningSchema = v.object({
  code: v.picklist(WARNING_CODES),
  message: v.string(),
  advice: v.string(),
});

const gcpEndpoint = v.object({ endpointName: v.string(), ipAddress: v.string() });

/** Of an update that Atlas cannot make: the reason, unless it has what is wanted already, as on the way back. */
const refusedUnlessThere = v.optional(v.string());

/** What is to be done to a link before it is checked: by a custom resource, or the removal of a link. */
const linkChange = v.object({
  kind: v.picklist(['create', 'update', 'delete']),
  lastLink: v.picklist(LAST_LINK_RULES),
  /** Of a removal by the automation. */
  cause: v.optional(v.picklist(UNLINK_CAUSES)),
  /** Of a removal because its endpoint is deleted. Absent in executions of earlier versions. */
  evidence: v.optional(v.picklist(DELETION_EVIDENCE)),
  privateEndpointIpAddress: v.optional(v.string()),
  gcpProjectId: v.optional(v.string()),
  gcpEndpoints: v.optional(v.array(gcpEndpoint)),
  /** The endpoint belongs to the stack, so its link does too, whoever has registered it. */
  ownsEndpoint: v.optional(v.boolean(), false),
  refusedUnlessThere,
  /** Undefined: nobody waits for them. */
  connectionStrings: v.optional(
    v.object({
      /** After the link has become available. */
      timeoutSeconds: v.number(),
      /** Clusters whose strings the stack reads: without them the execution fails. */
      clusters: v.array(v.string()),
    }),
  ),
});

/** What a custom resource wants done to an endpoint service before it is checked. */
const serviceChange = v.object({
  kind: v.picklist(['create', 'update', 'delete']),
  adoptExisting: v.boolean(),
  /** Undefined leaves them as they are. */
  supportedRemoteRegions: v.optional(v.array(atlasRegionSchema)),
  /** Of an earlier deployment. */
  withdrawnRemoteRegions: v.optional(v.array(atlasRegionSchema), []),
  /** Id in the physical id of the resource: another service of the Region belongs to somebody else. */
  recordedServiceId: v.optional(v.string(), ''),
  /** The service was there before the resource: remote Regions of others stay. */
  isAdopted: v.optional(v.boolean(), false),
  portMappingEnabled: v.optional(v.boolean()),
  refusedUnlessThere,
});

/** What a custom resource wants a project's regional mode to be. */
const regionalModeChange = v.object({
  kind: v.picklist(['create', 'update', 'delete']),
  enabled: v.boolean(),
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

/** Connection strings that are recorded once they are there; the execution has told that the link is available by then. */
const followedStrings = v.object({
  /** After the link has become available. */
  timeoutSeconds: v.number(),
  /** Until the clusters are read for the first time: they never have strings at once. */
  firstPollSeconds: v.optional(v.number()),
  /** Of the endpoint service. */
  serviceRegionName: atlasRegionSchema,
});

const linkExecutionSchema = v.object({
  ...common,
  target: linkTarget,
  change: v.optional(linkChange),
  warnings: v.optional(v.array(warningSchema)),
  followedStrings: v.optional(followedStrings),
  /** EC2 shows the endpoint here, and shows when Atlas has accepted it. */
  awaitsAcceptance: v.optional(v.boolean()),
  /** When the execution claimed the link in the registry: of two executions, the later claim has the link. Default: `startedAt`. */
  claimedAt: v.optional(isoTime),
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

export type LinkExecution = v.InferOutput<typeof linkExecutionSchema>;
export type ServiceExecution = v.InferOutput<typeof serviceExecutionSchema>;
export type RegionalModeExecution = v.InferOutput<typeof regionalModeExecutionSchema>;

/** By kind of target: what an execution of it takes. A new kind has its schema here. */
export interface ExecutionByKind {
  readonly link: LinkExecution;
  readonly service: ServiceExecution;
  readonly 'regional-mode': RegionalModeExecution;
}
export type ExecutionKind = keyof ExecutionByKind;
export const EXECUTION_KINDS = [
  'link',
  'service',
  'regional-mode',
] as const satisfies readonly ExecutionKind[];
export const EXECUTION_SCHEMAS: {
  readonly [K in ExecutionKind]: v.GenericSchema<unknown, ExecutionByKind[K]>;
} = {
  link: linkExecutionSchema,
  service: serviceExecutionSchema,
  'regional-mode': regionalModeExecutionSchema,
};
export type WorkflowInput = ExecutionByKind[ExecutionKind];
/** With what was seen before the execution began, in the place where its polls leave theirs. */
export type StartedWith = WorkflowInput & { readonly observation?: WrittenObservation | undefined };
export type LinkTarget = LinkExecution['target'];
export type ServiceTarget = ServiceExecution['target'];
export type Origin = LinkExecution['origin'];
export type Refusal = v.InferOutput<typeof refusal>;
export type RespondTo = v.InferOutput<typeof respondToSchema>;
