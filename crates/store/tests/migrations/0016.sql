-- Migration 16 brings indexes alone: nothing to add to the rows that are there.
select 1;
