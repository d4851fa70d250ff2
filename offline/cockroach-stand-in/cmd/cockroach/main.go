package main

func main() { panic("not yet") }
