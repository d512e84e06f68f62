/* Where the file of a library is that an image names.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "image.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *image_folder;

/* The path, where a file is there; it is the caller's. */
static char *if_there(char *path)
{
    if (path != NULL && access(path, R_OK) == 0)
        return path;
    free(path);
    return NULL;
}

static char *join(const char *folder, int folder_length, const char *rest)
{
    char *path = NULL;
    return asprintf(&path, "%.*s/%s", folder_length, folder, rest) < 0 ? NULL : path;
}

/* A path that may begin with one of dyld's words, of an image that says it. */
static char *expand(const struct image *image, const char *path)
{
    static const char loader[] = "@loader_path/", program[] = "@executable_path/";
    const int of_loader = strncmp(path, loader, sizeof loader - 1) == 0;
    const int of_program = strncmp(path, program, sizeof program - 1) == 0;
    if (!of_loader && !of_program)
        return strdup(path);
    const char *from = of_loader ? image->path : images[0]->path, *slash = strrchr(from, '/');
    const char *rest = path + (of_loader ? sizeof loader : sizeof program) - 1;
    return slash != NULL ? join(from, (int)(slash - from), rest) : strdup(rest);
}

/* Along the run paths of an image. */
static char *search(const struct image *image, const char *rest)
{
    char *found = NULL;
    for (unsigned i = 0; i < image->run_path_count && found == NULL; i++) {
        char *path = NULL, *run_path = join(image->run_paths[i], (int)strlen(image->run_paths[i]), rest);
        if (run_path != NULL)
            path = expand(image, run_path);
        free(run_path);
        found = if_there(path);
    }
    return found;
}

char *image_find_library(const struct image *image, const char *name)
{
    static const char run_path[] = "@rpath/";
    const char *slash = strrchr(name, '/');
    char *found = NULL;
    if (image_folder != NULL)
        found = if_there(join(image_folder, (int)strlen(image_folder), slash ? slash + 1 : name));
    if (found != NULL || strncmp(name, "/usr/lib/", 9) == 0)
        return found;
    if (strncmp(name, run_path, sizeof run_path - 1) != 0) {
        found = if_there(expand(image, name));
    } else {
        found = search(image, name + sizeof run_path - 1);
        if (found == NULL)
            found = search(images[0], name + sizeof run_path - 1);
    }
    if (found == NULL)
        refuse("%s is linked to %s, which is nowhere; -L FOLDER says where it is", image->path, name);
    return found;
}
