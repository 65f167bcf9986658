import {
  CloudTrailClient,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  type GetEventSelectorsCommandOutput,
  GetTrailStatusCommand,
  ListTrailsCommand,
  LookupEventsCommand,
} from '@aws-sdk/client-cloudtrail';
import { allPages } from '../../lambda/aws/all-pages.js';
import { clientSettings } from './client-settings.js';

type FieldSelectors = NonNullable<
  NonNullable<GetEventSelectorsCommandOutput['AdvancedEventSelectors']>[number]['FieldSelectors']
>;

/** A trail that applies to this Region; a field is undefined if this account is not allowed to read it. */
export interface TrailFacts {
  readonly name: string;
  readonly isLogging: boolean | undefined;
  /** True if it logs management write events of EC2. */
  readonly logsManagementWrites: boolean | undefined;
}

/** A trail of another Region. */
export interface OtherTrail {
  readonly name: string;
  readonly region: string;
}

/** When the endpoint was created and deleted, from CloudTrail's event history of 90 days, which needs no trail. */
export interface EndpointHistory {
  readonly createdAt: Date | undefined;
  readonly deletedAt: Date | undefined;
}

export class Trails {
  constructor(private readonly client = new CloudTrailClient(clientSettings())) {}

  async list(): Promise<TrailFacts[]> {
    const { trailList = [] } = await this.client.send(new DescribeTrailsCommand({}));
    return Promise.all(trailList.map(({ Name = '', TrailARN = Name }) => this.poll(Name, TrailARN)));
  }

  /** Those of all Regions; where {@link list} finds none, each is of another Region alone. */
  async listEverywhere(): Promise<OtherTrail[]> {
    const found = await allPages(async (NextToken) => {
      const { Trails, NextToken: nextToken } = await this.client.send(new ListTrailsCommand({ NextToken }));
      return { items: Trails, nextToken };
    });
    return found.map(({ Name = '', HomeRegion = '' }) => ({ name: Name, region: HomeRegion }));
  }

  async history(endpointId: string): Promise<EndpointHistory> {
    const LookupAttributes = [{ AttributeKey: 'ResourceName' as const, AttributeValue: endpointId }];
    const { Events = [] } = await this.client.send(new LookupEventsCommand({ LookupAttributes }));
    const timeOf = (name: string) => Events.find(({ EventName }) => EventName === name)?.EventTime;
    return { createdAt: timeOf('CreateVpcEndpoint'), deletedAt: timeOf('DeleteVpcEndpoints') };
  }

  /** The details of an organization's trail are often visible only to its management account. */
  private async poll(name: string, trailArn: string): Promise<TrailFacts> {
    const [isLogging, logsManagementWrites] = await Promise.all([
      unlessRefused(async () => {
        const { IsLogging } = await this.client.send(new GetTrailStatusCommand({ Name: trailArn }));
        return IsLogging === true;
      }),
      unlessRefused(async () =>
        selectsEndpointCalls(await this.client.send(new GetEventSelectorsCommand({ TrailName: trailArn }))),
      ),
    ]);
    return { name, isLogging, logsManagementWrites };
  }
}

async function unlessRefused<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && /AccessDenied|TrailNotFound/.test(error.name)) return undefined;
    throw error;
  }
}

type Selectors = Pick<GetEventSelectorsCommandOutput, 'EventSelectors' | 'AdvancedEventSelectors'>;

/** Whether the selectors include calls such as CreateVpcEndpoint, management write events of EC2. */
export function selectsEndpointCalls({ EventSelectors, AdvancedEventSelectors }: Selectors): boolean {
  if (AdvancedEventSelectors !== undefined && AdvancedEventSelectors.length > 0)
    return AdvancedEventSelectors.some(({ FieldSelectors = [] }) => takesEndpointCalls(FieldSelectors));
  return (EventSelectors ?? []).some(takesWrites);
}

function takesWrites({
  IncludeManagementEvents,
  ReadWriteType,
  ExcludeManagementEventSources = [],
}: EventSelector) {
  const isExcluded = ExcludeManagementEventSources.includes('ec2.amazonaws.com');
  return IncludeManagementEvents === true && ReadWriteType !== 'ReadOnly' && !isExcluded;
}

/** The fields of such a call that a selector may check. */
const CALL: Readonly<Record<string, string>> = {
  eventCategory: 'Management',
  readOnly: 'false',
  eventSource: 'ec2.amazonaws.com',
};

function takesEndpointCalls(fields: FieldSelectors): boolean {
  const ofManagement = fields.some(
    ({ Field, Equals }) => Field === 'eventCategory' && Equals?.[0] === 'Management',
  );
  const isTaken = ({ Field = '', Equals, NotEquals }: FieldSelectors[number]) => {
    const value = CALL[Field];
    if (value === undefined) return true;
    return (Equals === undefined || Equals.includes(value)) && !(NotEquals ?? []).includes(value);
  };
  return ofManagement && fields.every(isTaken);
}
