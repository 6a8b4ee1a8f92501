/**
 * The tables and functions of `createPostgresNodes`. Run it with your migrations, or at every start: running it again is
 * harmless, and several nodes may do it at once. All names begin with `tidings_` and are in the first schema of the
 * `search_path`.
 *
 * Whether somebody was the first to come or the last to leave is decided under a lock of one of 256 buckets of members,
 * or two nodes could both believe that the other one is still there. Statements take several buckets in ascending order,
 * after the row of the node, so that none waits for another in a circle.
 *
 * @example await pool.query(POSTGRES_NODE_TABLES);
 */
export const POSTGRES_NODE_TABLES = `
BEGIN;
SELECT pg_advisory_xact_lock(hashtext('tidings node tables'));

CREATE TABLE IF NOT EXISTS tidings_nodes (
  id text PRIMARY KEY,
  -- What the node says of itself, as JSON.
  facts text NOT NULL,
  seen_at timestamptz NOT NULL
);

CREATE TABLE IF NOT EXISTS tidings_presence (
  place text NOT NULL,
  member text NOT NULL,
  node text NOT NULL,
  PRIMARY KEY (place, member, node)
);
CREATE INDEX IF NOT EXISTS tidings_presence_by_node ON tidings_presence (node);

CREATE OR REPLACE FUNCTION tidings_bucket(place text, member text) RETURNS integer LANGUAGE sql IMMUTABLE AS
$bucket$ SELECT hashtext(place || chr(31) || member) & 255 $bucket$;

CREATE OR REPLACE FUNCTION tidings_lock(place text, member text) RETURNS void LANGUAGE plpgsql AS $lock$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('tidings presence'), tidings_bucket(place, member));
END $lock$;

-- Whether nobody was there before.
CREATE OR REPLACE FUNCTION tidings_enter(place_ text, member_ text, node_ text) RETURNS boolean LANGUAGE plpgsql AS $enter$
BEGIN
  PERFORM tidings_lock(place_, member_);
  INSERT INTO tidings_presence (place, member, node) VALUES (place_, member_, node_) ON CONFLICT DO NOTHING;
  RETURN FOUND AND NOT EXISTS (
    SELECT 1 FROM tidings_presence p WHERE p.place = place_ AND p.member = member_ AND p.node <> node_);
END $enter$;

-- Whether nobody is there any more.
CREATE OR REPLACE FUNCTION tidings_leave(place_ text, member_ text, node_ text) RETURNS boolean LANGUAGE plpgsql AS $leave$
BEGIN
  PERFORM tidings_lock(place_, member_);
  DELETE FROM tidings_presence p WHERE p.place = place_ AND p.member = member_ AND p.node = node_;
  RETURN FOUND AND NOT EXISTS (SELECT 1 FROM tidings_presence p WHERE p.place = place_ AND p.member = member_);
END $leave$;

-- Stores who came and left on a node, and returns what changed for all. Null for all of it where the node is not known.
CREATE OR REPLACE FUNCTION tidings_settle(node_ text, places text[], members text[], here boolean[])
RETURNS TABLE (n integer, changed boolean) LANGUAGE plpgsql AS $settle$
DECLARE
  one record;
BEGIN
  PERFORM 1 FROM tidings_nodes WHERE id = node_ FOR KEY SHARE;
  IF NOT FOUND THEN
    n := 0;
    changed := NULL;
    RETURN NEXT;
    RETURN;
  END IF;
  FOR one IN
    SELECT ordinality::integer AS n, place, member, present
    FROM unnest(places, members, here) WITH ORDINALITY AS s (place, member, present)
    ORDER BY tidings_bucket(place, member), ordinality
  LOOP
    n := one.n;
    IF one.present THEN changed := tidings_enter(one.place, one.member, node_);
    ELSE changed := tidings_leave(one.place, one.member, node_);
    END IF;
    RETURN NEXT;
  END LOOP;
END $settle$;

-- Removes a node, and returns who is nowhere any more.
CREATE OR REPLACE FUNCTION tidings_remove_node(node_ text) RETURNS TABLE (place text, member text) LANGUAGE plpgsql AS
$remove$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT p.place, p.member FROM tidings_presence p WHERE p.node = node_ ORDER BY tidings_bucket(p.place, p.member)
  LOOP
    IF tidings_leave(one.place, one.member, node_) THEN
      place := one.place;
      member := one.member;
      RETURN NEXT;
    END IF;
  END LOOP;
  DELETE FROM tidings_nodes WHERE id = node_;
END $remove$;
COMMIT;
`;
