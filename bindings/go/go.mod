module machport

go 1.19
