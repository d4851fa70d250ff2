package dialect

// settingType is how the value of a cluster setting is read.
type settingType string

const (
	boolean     settingType = "b"
	integer     settingType = "i"
	float       settingType = "f"
	duration    settingType = "d"
	byteSize    settingType = "z"
	text        settingType = "s"
	enumeration settingType = "e"
)

// setting is a cluster setting of CockroachDB v25.4, with its default there.
type setting struct {
	kind    settingType
	initial string
	// values are those of an enumeration.
	values []string
	// secret values are kept nowhere.
	secret bool
}

var onOff = func(initial string) setting { return setting{kind: boolean, initial: initial} }

// clusterSettings are the settings that SET CLUSTER SETTING takes here. None has an effect on PostgreSQL, but those of the shutdown,
// which the node itself follows.
var clusterSettings = map[string]setting{
	"admission.kv.enabled":                                                   onOff("true"),
	"admission.sql_kv_response.enabled":                                      onOff("true"),
	"admission.sql_sql_response.enabled":                                     onOff("true"),
	"cluster.organization":                                                   {kind: text},
	"cluster.preserve_downgrade_option":                                      {kind: text},
	"diagnostics.reporting.enabled":                                          onOff("true"),
	"diagnostics.reporting.interval":                                         {kind: duration, initial: "1h0m0s"},
	"enterprise.license":                                                     {kind: text, secret: true},
	"jobs.retention_time":                                                    {kind: duration, initial: "336h0m0s"},
	"kv.allocator.lease_rebalance_threshold":                                 {kind: float, initial: "0.05"},
	"kv.allocator.load_based_lease_rebalancing.enabled":                      onOff("true"),
	"kv.allocator.load_based_rebalancing":                                    {kind: enumeration, initial: "leases and replicas", values: []string{"off", "leases", "leases and replicas"}},
	"kv.allocator.load_based_rebalancing.objective":                          {kind: enumeration, initial: "cpu", values: []string{"qps", "cpu"}},
	"kv.allocator.qps_rebalance_threshold":                                   {kind: float, initial: "0.1"},
	"kv.allocator.range_rebalance_threshold":                                 {kind: float, initial: "0.05"},
	"kv.allocator.store_cpu_rebalance_threshold":                             {kind: float, initial: "0.1"},
	"kv.closed_timestamp.follower_reads.enabled":                             onOff("true"),
	"kv.closed_timestamp.side_transport_interval":                            {kind: duration, initial: "200ms"},
	"kv.closed_timestamp.target_duration":                                    {kind: duration, initial: "3s"},
	"kv.range_split.by_load.enabled":                                         onOff("true"),
	"kv.range_split.load_cpu_threshold":                                      {kind: duration, initial: "500ms"},
	"kv.range_split.load_qps_threshold":                                      {kind: integer, initial: "2500"},
	"kv.rangefeed.enabled":                                                   onOff("false"),
	"kv.snapshot_rebalance.max_rate":                                         {kind: byteSize, initial: "32 MiB"},
	"kv.transaction.max_intents_bytes":                                       {kind: integer, initial: "4194304"},
	"kv.transaction.max_refresh_spans_bytes":                                 {kind: integer, initial: "4194304"},
	"kv.transaction.reject_over_max_intents_budget.enabled":                  onOff("false"),
	"kv.transaction.write_pipelining.enabled":                                onOff("true"),
	"kv.transaction.write_pipelining.max_batch_size":                         {kind: integer, initial: "128"},
	"server.clock.forward_jump_check.enabled":                                onOff("false"),
	"server.clock.persist_upper_bound_interval":                              {kind: duration, initial: "0s"},
	"server.host_based_authentication.configuration":                         {kind: text},
	"server.max_connections_per_gateway":                                     {kind: integer, initial: "-1"},
	"server.shutdown.connections.timeout":                                    {kind: duration, initial: "0s"},
	"server.shutdown.initial_wait":                                           {kind: duration, initial: "0s"},
	"server.shutdown.lease_transfer_iteration.timeout":                       {kind: duration, initial: "5s"},
	"server.shutdown.transactions.timeout":                                   {kind: duration, initial: "10s"},
	"server.time_until_store_dead":                                           {kind: duration, initial: "5m0s"},
	"server.user_login.min_password_length":                                  {kind: integer, initial: "1"},
	"server.user_login.password_encryption":                                  {kind: enumeration, initial: "scram-sha-256", values: []string{"crdb-bcrypt", "scram-sha-256"}},
	"server.user_login.password_hashes.default_cost.scram_sha_256":           {kind: integer, initial: "10610"},
	"server.user_login.rehash_scram_stored_passwords_on_cost_change.enabled": onOff("true"),
	"server.user_login.timeout":                                              {kind: duration, initial: "10s"},
	"sql.contention.event_store.duration_threshold":                          {kind: duration, initial: "0s"},
	"sql.contention.record_serialization_conflicts.enabled":                  onOff("true"),
	"sql.defaults.default_hash_sharded_index_bucket_count":                   {kind: integer, initial: "16"},
	"sql.defaults.idle_in_session_timeout":                                   {kind: duration, initial: "0s"},
	"sql.defaults.idle_in_transaction_session_timeout":                       {kind: duration, initial: "0s"},
	"sql.defaults.serial_normalization":                                      {kind: enumeration, initial: "rowid", values: []string{"rowid", "virtual_sequence", "sql_sequence", "sql_sequence_cached", "unordered_rowid", "sql_sequence_cached_node"}},
	"sql.defaults.statement_timeout":                                         {kind: duration, initial: "0s"},
	"sql.insights.anomaly_detection.enabled":                                 onOff("true"),
	"sql.insights.latency_threshold":                                         {kind: duration, initial: "100ms"},
	"sql.log.slow_query.experimental_full_table_scans.enabled":               onOff("false"),
	"sql.log.slow_query.internal_queries.enabled":                            onOff("false"),
	"sql.log.slow_query.latency_threshold":                                   {kind: duration, initial: "0s"},
	"sql.metrics.statement_details.enabled":                                  onOff("true"),
	"sql.metrics.transaction_details.enabled":                                onOff("true"),
	"sql.stats.automatic_collection.enabled":                                 onOff("true"),
	"sql.stats.automatic_collection.fraction_stale_rows":                     {kind: float, initial: "0.2"},
	"sql.stats.automatic_collection.min_stale_rows":                          {kind: integer, initial: "500"},
	"sql.stats.automatic_partial_collection.enabled":                         onOff("true"),
	"sql.ttl.job.enabled":                                                    onOff("true"),
	"sql.txn.read_committed_isolation.enabled":                               onOff("true"),
	"sql.txn.repeatable_read_isolation.enabled":                              onOff("false"),
	"storage.max_sync_duration":                                              {kind: duration, initial: "20s"},
	"timeseries.storage.enabled":                                             onOff("true"),
	"timeseries.storage.resolution_10s.ttl":                                  {kind: duration, initial: "240h0m0s"},
	"timeseries.storage.resolution_30m.ttl":                                  {kind: duration, initial: "2160h0m0s"},
}
