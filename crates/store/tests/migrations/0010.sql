-- Migration 10 brings an index alone: nothing to add to the rows that are there.
select 1;
