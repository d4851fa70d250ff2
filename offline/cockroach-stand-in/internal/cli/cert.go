package cli

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"planetary-survival/cockroach-stand-in/internal/certs"
	"planetary-survival/cockroach-stand-in/internal/shell"
)

func newCert() *cobra.Command {
	parent := &cobra.Command{Use: "cert", Short: "list certificates; the stand-in creates none"}
	var dir string
	list := &cobra.Command{
		Use:   "list",
		Short: "list certs in --certs-dir",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			directory := os.ExpandEnv(dir)
			table, err := listCertificates(directory)
			if err != nil {
				return err
			}
			fmt.Fprintf(command.OutOrStdout(), "Certificate directory: %s\n", directory)
			return table.Print(command.OutOrStdout(), shell.Pretty)
		},
	}
	list.Flags().StringVar(&dir, "certs-dir", fromEnvironment("${HOME}/.cockroach-certs/", "COCKROACH_CERTS_DIR"), "certificate directory")
	addIgnored(list.Flags(), values("cert-principal-map"))
	addLogging(list.Flags())
	parent.AddCommand(list)
	return parent
}

func listCertificates(dir string) (shell.Table, error) {
	table := shell.Table{Columns: []string{"Usage", "Certificate File", "Key File", "Expires", "Notes", "Error"}}
	files, err := filepath.Glob(filepath.Join(dir, "*.crt"))
	if err != nil || len(files) == 0 {
		return table, certs.Advise(fmt.Errorf("no certificates found in %s", dir))
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".crt")
		usage := strings.ToUpper(name[:1]) + name[1:]
		if user, isClient := strings.CutPrefix(name, "client."); isClient {
			usage = "Client (" + user + ")"
		}
		row := []string{usage, name + ".crt", "", "", "", ""}
		if _, err := os.Stat(filepath.Join(dir, name+".key")); err == nil && !strings.HasPrefix(name, "ca") {
			row[2] = name + ".key"
		}
		if certificate, err := parseFile(file); err != nil {
			row[5] = err.Error()
		} else {
			row[3] = certificate.NotAfter.UTC().Format("2006/01/02")
			row[4] = fmt.Sprintf("CN: %s, addresses: %v", certificate.Subject.CommonName, certificate.DNSNames)
		}
		table.Rows = append(table.Rows, row)
	}
	return table, nil
}

func parseFile(path string) (*x509.Certificate, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("no PEM block in %s", path)
	}
	return x509.ParseCertificate(block.Bytes)
}
