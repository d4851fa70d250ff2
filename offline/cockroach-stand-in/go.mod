module planetary-survival/cockroach-stand-in

go 1.24
