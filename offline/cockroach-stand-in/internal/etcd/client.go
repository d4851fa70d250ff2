package etcd

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// Client asks the etcd of this node by its JSON gateway. Every answer is agreed on by a majority: without one there is none.
type Client struct {
	// Address is a host and a port.
	Address string
}

// Pair is a key with its value. JSON of the gateway: bytes in base64, 64-bit numbers as text.
type Pair struct {
	Key            []byte `json:"key"`
	Value          []byte `json:"value"`
	CreateRevision int64  `json:"create_revision,string"`
	ModRevision    int64  `json:"mod_revision,string"`
	Lease          int64  `json:"lease,string"`
}

type rangeRequest struct {
	Key      []byte `json:"key"`
	RangeEnd []byte `json:"range_end,omitempty"`
}

type putRequest struct {
	Key   []byte `json:"key"`
	Value []byte `json:"value"`
}

type compare struct {
	Key         []byte `json:"key"`
	Target      string `json:"target"`
	Result      string `json:"result"`
	ModRevision int64  `json:"mod_revision,string"`
}

type operation struct {
	Range *rangeRequest `json:"request_range,omitempty"`
	Put   *putRequest   `json:"request_put,omitempty"`
}

type transaction struct {
	Compare []compare   `json:"compare,omitempty"`
	Success []operation `json:"success"`
}

type transactionAnswer struct {
	Succeeded bool `json:"succeeded"`
	Responses []struct {
		Range *struct {
			Pairs []Pair `json:"kvs"`
		} `json:"response_range"`
	} `json:"responses"`
}

func (c Client) call(ctx context.Context, path string, body, answer any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+c.Address+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("etcd %s: %s: %s", path, response.Status, bytes.TrimSpace(content))
	}
	return json.Unmarshal(content, answer)
}

// Read gives the pairs of keys; a key that ends in / stands for all that begin with it.
func (c Client) Read(ctx context.Context, keys ...string) ([]Pair, error) {
	return c.read(ctx, nil, keys)
}

// PutAndRead writes one pair, then reads as Read does, at one moment.
func (c Client) PutAndRead(ctx context.Context, key string, value []byte, keys ...string) ([]Pair, error) {
	return c.read(ctx, []operation{{Put: &putRequest{[]byte(key), value}}}, keys)
}

func (c Client) read(ctx context.Context, before []operation, keys []string) ([]Pair, error) {
	operations := before
	for _, key := range keys {
		asked := &rangeRequest{Key: []byte(key)}
		if prefix, found := strings.CutSuffix(key, "/"); found {
			// The byte after "/" ends the range of all that begin with it.
			asked.RangeEnd = []byte(prefix + "0")
		}
		operations = append(operations, operation{Range: asked})
	}
	var answer transactionAnswer
	if err := c.call(ctx, "/v3/kv/txn", transaction{Success: operations}, &answer); err != nil {
		return nil, err
	}
	var pairs []Pair
	for _, response := range answer.Responses {
		if response.Range != nil {
			pairs = append(pairs, response.Range.Pairs...)
		}
	}
	return pairs, nil
}

// PutIf writes a pair if its key was last written at a revision, 0 for never, and says whether it did.
func (c Client) PutIf(ctx context.Context, key string, value []byte, revision int64) (bool, error) {
	unchanged := compare{Key: []byte(key), Target: "MOD", Result: "EQUAL", ModRevision: revision}
	put := operation{Put: &putRequest{[]byte(key), value}}
	var answer transactionAnswer
	err := c.call(ctx, "/v3/kv/txn", transaction{Compare: []compare{unchanged}, Success: []operation{put}}, &answer)
	return answer.Succeeded, err
}

// IsSettled says whether the members have agreed on their real version: on a new store they begin with the least one, of which Patroni
// takes another protocol.
func (c Client) IsSettled(ctx context.Context) (bool, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+c.Address+"/version", nil)
	if err != nil {
		return false, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false, err
	}
	defer response.Body.Close()
	var version struct {
		Cluster string `json:"etcdcluster"`
	}
	err = json.NewDecoder(response.Body).Decode(&version)
	return strings.HasPrefix(version.Cluster, "3.5."), err
}

// Revoke ends a lease, and with it the keys that hang on it.
func (c Client) Revoke(ctx context.Context, lease int64) error {
	return c.call(ctx, "/v3/lease/revoke", map[string]string{"ID": fmt.Sprint(lease)}, &struct{}{})
}
