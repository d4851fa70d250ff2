package cli

import "testing"

func TestStartDefaults(t *testing.T) {
	given := &startFlags{
		listenAddr: ":26257", advertiseAddr: "cockroach-0.cockroach-nodes", httpAddr: ":8080", join: []string{"a", "b:1"},
		cache: "64MiB", sqlMemory: "128MiB", stores: []string{"path=/data,size=10GiB"}, locality: "region=x,zone=y",
	}
	config, err := given.config()
	if err != nil {
		t.Fatal(err)
	}
	for name, pair := range map[string][2]string{
		"listen":        {config.ListenAddr, ":26257"},
		"advertise":     {config.AdvertiseAddr, "cockroach-0.cockroach-nodes:26257"},
		"sql":           {config.SQLAddr, ":26257"},
		"advertise sql": {config.AdvertiseSQLAddr, "cockroach-0.cockroach-nodes:26257"},
		"http":          {config.HTTPAddr, ":8080"},
		"join":          {config.Join[0] + " " + config.Join[1], "a:26257 b:1"},
		"store":         {config.Store, "/data"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: got %s, want %s", name, pair[0], pair[1])
		}
	}
}

func TestHostPort(t *testing.T) {
	for text, want := range map[string]string{"a": "a:1", "a:2": "a:2", ":3": "h:3", "": "h:1", "[::1]:4": "[::1]:4", "[::1]": "[::1]:1"} {
		if got, err := filled(text, "h", "1"); err != nil || got != want {
			t.Errorf("filled(%q) = %s, %v; want %s", text, got, err, want)
		}
	}
}
