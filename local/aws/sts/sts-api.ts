import { QueryApi } from '../protocol/query-api.js';

export const StsApi = new QueryApi('sts', 'https://sts.amazonaws.com/doc/2011-06-15/');
