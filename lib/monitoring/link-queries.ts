import { type ILogGroup, QueryDefinition, QueryString, type QueryStringProps } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface LinkQueriesProps {
  /** Folder of the queries in the console. */
  readonly serviceName: string;
  /** Log groups of all functions. */
  readonly logGroups: ILogGroup[];
  /** Default: false. */
  readonly hasMembers?: boolean;
}

/** Log queries for on-call, saved in CloudWatch Logs Insights under "Queries". They cost nothing until they run. */
export class LinkQueries extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { serviceName, logGroups, hasMembers = false }: LinkQueriesProps,
  ) {
    super(scope, id);
    const ofMembers = hasMembers ? { MemberTroubles: MEMBER_QUERY } : {};
    for (const [queryId, { title, query }] of Object.entries({ ...SAVED_QUERIES, ...ofMembers })) {
      new QueryDefinition(this, queryId, {
        queryDefinitionName: `${serviceName}/${title}`,
        queryString: new QueryString(query),
        logGroups,
      });
    }
  }
}

interface SavedQuery {
  readonly title: string;
  readonly query: QueryStringProps;
}

/** For a dashboard and a saved query: a bounded table, however many accounts there are. */
export const MEMBER_TROUBLES: QueryStringProps = {
  filterStatements: ['level = "WARN" and ispresent(account) and ispresent(region)'],
  statsStatements: [
    'count(*) as times, latest(@timestamp) as last, latest(message) as trouble by account, region',
  ],
  sort: 'last desc',
  limit: 100,
};

const NEWEST_FIRST = '@timestamp desc';

const MEMBER_QUERY: SavedQuery = { title: 'Troubles of members by account', query: MEMBER_TROUBLES };

/** By construct id. */
const SAVED_QUERIES: Readonly<Record<string, SavedQuery>> = {
  EndpointStory: {
    title: 'One endpoint, from event to conclusion (put its id in)',
    query: {
      fields: ['@timestamp', 'level', 'message', 'decision', 'outcome', 'status', 'reason', 'advice'],
      filterStatements: ['endpointId = "vpce-0123456789abcdef0"'],
      sort: '@timestamp asc',
      limit: 1000,
    },
  },
  Failures: {
    title: 'Refusals, failures and warnings, with what to do',
    query: {
      fields: [
        ...[
          '@timestamp',
          'level',
          'message',
          'endpointId',
          'projectId',
          'outcome',
          'code',
          'reason',
          'advice',
        ],
        // For a failed invocation; in other lines `error` is a text.
        ...['error', 'error.name', 'error.message', 'error.advice'],
      ],
      filterStatements: ['level in ["WARN", "ERROR"]'],
      sort: NEWEST_FIRST,
      limit: 200,
    },
  },
  AtlasRequests: {
    title: 'Requests to Atlas by status (log level DEBUG)',
    query: {
      // The words before the first id: one row for each kind of request.
      parseStatements: ['operation /^(?<request>[A-Za-z]+(?: [A-Za-z]+)*)(?: |$)/'],
      filterStatements: ['message = "Atlas responded"'],
      statsStatements: ['count(*) as requests by request, method, status'],
      sort: 'requests desc',
      limit: 200,
    },
  },
  Ignored: {
    title: 'Endpoints and events that were ignored, and why (all of them at log level DEBUG)',
    query: {
      fields: ['@timestamp', 'endpointId', 'eventId', 'reason', 'detail'],
      filterStatements: [
        'message = "event ignored" or (message = "endpoint evaluated" and decision = "ignored")',
      ],
      sort: NEWEST_FIRST,
      limit: 200,
    },
  },
  Drift: {
    title: 'What the reconciliations have found',
    query: {
      fields: ['@timestamp', 'kind', 'result', 'projectId', 'endpointServiceId', 'endpointId', 'reason'],
      filterStatements: ['message = "drift found"'],
      sort: NEWEST_FIRST,
      limit: 500,
    },
  },
};
