import { CustomResource, Duration, Lazy, type RemovalPolicy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import {
  CONNECTION_STRINGS_ATTRIBUTE,
  CONNECTION_STRINGS_MESSAGE_ATTRIBUTE,
  MAX_SERVICE_TIMEOUT_SECONDS,
  RESPONSE_MARGIN_SECONDS,
  CustomResource as ResourceType,
} from '../../lambda/contract/custom-resources.js';
import {
  connectionStringsOf,
  type PrivateConnectionStrings,
  validateClusterName,
} from '../engine/connection-strings.js';
import { LastLink, ruleOf } from '../engine/last-link.js';
import type { IAtlasPrivateEndpointService } from './atlas-private-endpoint-service-base.js';
import { LinkAttributes } from './link-attributes.js';
import { validateLink } from './link-props-validation.js';
import type { PrivateEndpoint } from './private-endpoint.js';
import type { IAtlasPrivateLinkProvider } from './provider-interface.js';

/** Props of a link. */
export interface AtlasPrivateEndpointLinkProps {
  /**
   * Provider that handles the resource: an `AtlasPrivateLinkProvider` of this app, or one imported by its service
   * token.
   */
  readonly provider: IAtlasPrivateLinkProvider;

  /** The endpoint service to link to. A change replaces the link. */
  readonly service: IAtlasPrivateEndpointService;

  /** The endpoint to link. A change replaces the link. */
  readonly endpoint: PrivateEndpoint;

  /**
   * What happens when this link is removed and it is the last one of its service. An explicit LastLink.REMOVE also
   * removes a service that the stack has adopted; the default keeps an adopted service.
   *
   * @default - LastLink.REMOVE for a service that this app has created, LastLink.KEEP for one that existed before
   */
  readonly lastLink?: LastLink;

  /**
   * Time until the link must be available; after that, the deployment fails with Atlas's message.
   *
   * @default Duration.minutes(55)
   */
  readonly timeout?: Duration;

  /**
   * Wait until Atlas lists this endpoint in the connection strings of the project's clusters in its Region, three to
   * five minutes after the link is available.
   *
   * @default true
   */
  readonly awaitConnectionStrings?: boolean;

  /**
   * Time for that, within `timeout`. After it, the deployment fails if the app reads the strings of a cluster that is
   * not listed, and continues otherwise.
   *
   * @default Duration.minutes(15)
   */
  readonly connectionStringsTimeout?: Duration;

  /**
   * RETAIN keeps the link in Atlas when the resource is removed.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * The link between an endpoint and an endpoint service. The deployment waits until it is available, and fails with
 * Atlas's message if it is rejected. An existing link of an endpoint that somebody else has created is adopted, and
 * never removed with the stack.
 */
export class AtlasPrivateEndpointLink extends Construct {
  /** Atlas's attributes of the link. */
  readonly attributes: LinkAttributes;
  private readonly resource: CustomResource;
  private readonly clusters = new Set<string>();
  private readonly awaitsConnectionStrings: boolean;

  constructor(scope: Construct, id: string, props: AtlasPrivateEndpointLinkProps) {
    super(scope, id);
    validateLink(this, props);
    this.awaitsConnectionStrings = isOn(props.awaitConnectionStrings);
    const timeout = props.timeout ?? Duration.seconds(MAX_SERVICE_TIMEOUT_SECONDS - RESPONSE_MARGIN_SECONDS);
    const lastLink = props.lastLink ?? (props.service.isOwned ? LastLink.REMOVE : LastLink.KEEP);
    this.resource = new CustomResource(this, 'Resource', {
      serviceToken: props.provider.serviceToken,
      resourceType: ResourceType.LINK,
      serviceTimeout: Duration.seconds(MAX_SERVICE_TIMEOUT_SECONDS),
      ...(props.removalPolicy === undefined ? {} : { removalPolicy: props.removalPolicy }),
      properties: {
        ProjectId: props.service.projectId,
        EndpointServiceId: props.service.endpointServiceId,
        ...props.endpoint._properties,
        LastLink: ruleOf(lastLink),
        // Synthesis does not know whether the service is created or adopted; an explicit rule applies to both.
        EndpointServiceResource: props.lastLink === undefined ? props.service.resourceId : undefined,
        AwaitConnectionStrings: props.awaitConnectionStrings,
        ConnectionStringsTimeoutSeconds: props.connectionStringsTimeout?.toSeconds(),
        Clusters: Lazy.list({ produce: () => [...this.clusters] }, { omitEmpty: true }),
        TimeoutSeconds: timeout.toSeconds(),
      },
    });
    this.attributes = LinkAttributes._of(this.resource);
    this.node.addDependency(props.provider.ready);
  }

  /**
   * Private connection strings of a cluster for this endpoint. The deployment waits for them, and fails if Atlas does
   * not list them in time.
   *
   * @param cluster name of the cluster in Atlas, a literal
   * @throws Error if the name is a token or not a valid cluster name; with `awaitConnectionStrings: false`
   */
  connectionStrings(cluster: string): PrivateConnectionStrings {
    validateClusterName(cluster);
    if (!this.awaitsConnectionStrings) throw notAwaited(cluster);
    this.clusters.add(cluster);
    return connectionStringsOf(this.resource, cluster);
  }

  /** JSON object of the SRV strings of all clusters that list this endpoint, by cluster name. */
  get allConnectionStrings(): string {
    return this.resource.getAttString(CONNECTION_STRINGS_ATTRIBUTE);
  }

  /** Which clusters have no strings for this endpoint, and why; empty if all have. */
  get connectionStringsMessage(): string {
    return this.resource.getAttString(CONNECTION_STRINGS_MESSAGE_ATTRIBUTE);
  }
}

/** JavaScript may pass a string. */
function isOn(flag: boolean | undefined): boolean {
  return String(flag ?? true).toLowerCase() !== 'false';
}

function notAwaited(cluster: string): Error {
  return new Error(
    `connectionStrings: expected a link that waits for connection strings, received one with awaitConnectionStrings: false, which has none of "${cluster}". Set it to true, or leave it out.`,
  );
}
